package io.petty.jobs.batch;

import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import java.io.Serializable;
import java.util.List;
import org.springframework.batch.core.step.StepExecution;

/** How a step is cut into partitions, and what is done with each: all that the run itself resolves for them. */
public interface PartitionPlan<I extends Serializable, R extends PartitionResult> {
    /**
     * The partitions, unless an earlier execution of the step has cut it already.
     *
     * @param parallelism how many partitions are worked on at once
     */
    List<I> inputs(StepExecution step, int parallelism) throws Exception;

    /** The work, with all that it needs from the database. */
    PartitionWork<I, R> work(StepExecution step) throws Exception;
}
