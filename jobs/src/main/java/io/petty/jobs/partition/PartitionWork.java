package io.petty.jobs.partition;

import java.io.Serializable;

/**
 * The work of a step: a function from a partition's input to its result. It reads and writes files, but uses no
 * database and no lease. It must be serializable with everything it needs, since an engine may send it to other
 * processes. Several threads may run the same work at once.
 *
 * @param <I> the input of a partition
 * @param <R> the result of a partition
 */
public interface PartitionWork<I extends Serializable, R extends PartitionResult> extends Serializable {
    /**
     * Executes one partition.
     *
     * @throws io.petty.jobs.StopRequest.StoppedException thrown by {@link Attempt#check}
     * @throws Exception if the partition fails
     */
    R run(I input, Attempt attempt) throws Exception;
}
