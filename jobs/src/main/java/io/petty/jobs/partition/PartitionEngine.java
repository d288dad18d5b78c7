package io.petty.jobs.partition;

import java.io.Closeable;
import java.io.Serializable;
import java.util.List;

/** Executes the partitions of steps. Used by one thread at a time. */
public interface PartitionEngine extends Closeable {
    /** Returns the kind of engine. An engine can't continue the unfinished work of an engine of another kind. */
    String name();

    /** Returns the number of partitions that run at once, at least 1. */
    int parallelism();

    /**
     * Executes partitions, and returns when all partitions that began have ended. The failure of one doesn't end the
     * others.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException if a stop of the run was requested
     * @throws Exception if the engine itself fails
     */
    <I extends Serializable, R extends PartitionResult> void run(
            PartitionWork<I, R> work, List<Partition<I>> partitions, PartitionOutcomes<I, R> outcomes) throws Exception;
}
