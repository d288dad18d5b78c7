package io.petty.jobs.batch;

import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import java.io.Serializable;
import java.util.List;
import org.springframework.batch.core.step.StepExecution;

/** Plans a step: its partitions and their work, with everything that the run itself looks up for them. */
public interface PartitionPlan<I extends Serializable, R extends PartitionResult> {
    /**
     * Returns the inputs of the partitions. Called only if no earlier execution of the step has divided it.
     *
     * @param parallelism number of partitions that run at once
     */
    List<I> inputs(StepExecution step, int parallelism) throws Exception;

    /** Returns the work, with everything that it needs from the database. */
    PartitionWork<I, R> work(StepExecution step) throws Exception;
}
