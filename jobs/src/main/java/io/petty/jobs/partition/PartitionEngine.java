package io.petty.jobs.partition;

import java.io.Closeable;
import java.io.Serializable;
import java.util.List;

/** Executes the partitions of steps. Used by one thread at a time. */
public interface PartitionEngine extends Closeable {
    /** Tells one kind of engine from another: what one left unfinished another can't go on with. */
    String name();

    /** How many partitions it works on at once, at least 1. */
    int parallelism();

    /**
     * Does partitions and returns when each that was begun has ended. The failure of one doesn't end the others.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException when the run was asked to stop
     * @throws Exception when the engine itself fails
     */
    <I extends Serializable, R extends PartitionResult> void run(
            PartitionWork<I, R> work, List<Partition<I>> partitions, PartitionOutcomes<I, R> outcomes) throws Exception;
}
