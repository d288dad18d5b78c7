package io.petty.jobs.feedback;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.StepWork;
import java.io.IOException;
import org.springframework.batch.core.step.StepExecution;

/** Records the published events of a job's days with the feedback on them. */
public record PublishedRecording(JobParts parts) implements StepWork {
    @Override
    public void execute(StepExecution step) throws IOException {
        new FeedbackRecording(parts, BatchRun.fileName(step)).recordPublished(BatchRun.eventDays(step));
    }
}
