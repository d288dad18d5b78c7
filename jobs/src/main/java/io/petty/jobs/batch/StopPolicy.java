package io.petty.jobs.batch;

import io.petty.jobs.StopRequest;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;

/** Ends a partition between two chunks when the run is to stop. */
final class StopPolicy implements StepInterruptionPolicy {
    private final StopRequest stop;

    StopPolicy(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public void checkInterrupted(StepExecution step) throws JobInterruptedException {
        if (stop.isRequested()) {
            // Without this the step would take the end of its chunks for the end of its items, and count as completed.
            step.setTerminateOnly();
            throw new JobInterruptedException("The run is to stop");
        }
    }
}
