package io.petty.jobs.batch;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.Ordered;

/** Adds the step's name to every log line written during the step, and logs a line when it ends. */
final class StepLog implements StepExecutionListener, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(StepLog.class);
    private static final String STEP = "step";

    @Override
    public void beforeStep(StepExecution step) {
        MDC.put(STEP, step.getStepName());
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        // Set again, since a thread may begin several partitions before one of them ends.
        MDC.put(STEP, step.getStepName());
        // Spring Batch takes the times of steps from this machine's clock.
        LocalDateTime started = step.getStartTime();
        LOG.debug(
                "{} after {} ms, {} items read, {} written",
                step.getStatus(),
                started == null
                        ? 0
                        : Duration.between(started, LocalDateTime.now(ZoneId.systemDefault()))
                                .toMillis(),
                step.getReadCount(),
                step.getWriteCount());
        MDC.remove(STEP);
        return null;
    }

    /** Runs first before a step and last after it. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
