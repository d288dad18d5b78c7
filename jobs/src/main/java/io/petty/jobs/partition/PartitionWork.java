package io.petty.jobs.partition;

import java.io.Serializable;

/**
 * What a step does with each of its partitions: a function from a partition's input to its result. It reads and writes
 * files, and knows no database and no lease. What else it needs is part of it, since an engine may send it to other
 * processes. The same work may be run by several threads at once.
 *
 * @param <I> what one partition is given
 * @param <R> what one partition gives
 */
public interface PartitionWork<I extends Serializable, R extends PartitionResult> extends Serializable {
    /**
     * Does one partition.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException when {@link Attempt#check} did
     * @throws Exception what the partition fails with
     */
    R run(I input, Attempt attempt) throws Exception;
}
