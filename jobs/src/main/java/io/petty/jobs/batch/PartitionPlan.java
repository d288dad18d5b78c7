package io.petty.jobs.batch;

import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import java.io.Serializable;
import java.util.List;
import org.springframework.batch.core.step.StepExecution;

/**
 * Plans the partitions of a step and their work. The process of the run looks up everything that the partitions need.
 */
public interface PartitionPlan<I extends Serializable, R extends PartitionResult> {
    /**
     * Returns the inputs of the partitions. Not called if an earlier execution has already divided the step.
     *
     * @param parallelism number of partitions that run at once
     */
    List<I> inputs(StepExecution step, int parallelism) throws Exception;

    /** Returns the work, with everything that it needs from the database. */
    PartitionWork<I, R> work(StepExecution step) throws Exception;
}
