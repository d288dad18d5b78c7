package io.petty.jobs.batch;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * Ends a partition: asks its writer for the result when all items are written. Spring Batch only logs what a listener
 * throws, so an error here is made the step's own, lest a partition without its files pass for complete.
 */
final class PartitionListener implements StepExecutionListener {
    private final Writer writer;

    /** What gives the result. */
    interface Writer {
        Serializable finish() throws Exception;
    }

    PartitionListener(Writer writer) {
        this.writer = writer;
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        if (step.getStatus() != BatchStatus.COMPLETED) {
            return null;
        }
        try {
            Partitions.complete(step, writer.finish());
            return null;
        } catch (Exception e) {
            step.addFailureException(e);
            step.setStatus(BatchStatus.FAILED);
            return ExitStatus.FAILED.addExitDescription(e);
        }
    }
}
