package io.petty.jobs.partition;

import java.io.Serializable;

/**
 * Takes what became of partitions. An engine gives exactly one outcome of each partition that it began, to several threads
 * at once. What is thrown here ends the step.
 */
public interface PartitionOutcomes<I extends Serializable, R> {
    /** A partition is being worked on; on the thread that also gives its outcome. */
    void began(Partition<I> partition);

    /** A partition is done. Of several attempts only one is told. */
    void completed(Partition<I> partition, R result);

    /** A partition failed for good, or was stopped by a {@link io.petty.jobs.StopRequest.StoppedException}. */
    void failed(Partition<I> partition, Throwable reason);
}
