package io.petty.jobs.partition;

import java.io.Serializable;

/**
 * Receives the outcomes of partitions. An engine reports exactly one outcome for each partition that began, possibly
 * from several threads at once. An exception from these methods ends the step.
 */
public interface PartitionOutcomes<I extends Serializable, R> {
    /** Called when a partition begins, on the thread that will also report its outcome. */
    void began(Partition<I> partition);

    /** Called when a partition is done. Of several attempts, only one is reported. */
    void completed(Partition<I> partition, R result);

    /**
     * Called when a partition has failed permanently, or was stopped by a {@link
     * io.petty.jobs.StopRequest.StoppedException}.
     */
    void failed(Partition<I> partition, Throwable reason);
}
