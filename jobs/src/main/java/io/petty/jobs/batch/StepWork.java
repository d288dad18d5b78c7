package io.petty.jobs.batch;

import org.springframework.batch.core.step.StepExecution;

/** The work of a step that isn't divided into partitions. */
public interface StepWork {
    void execute(StepExecution step) throws Exception;
}
