package io.petty.jobs.feedback;

import io.petty.jobs.batch.BatchRun;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Records the published events of a job's days with the feedback on them. */
public final class PublishedRecording implements Tasklet {
    private final Lake lake;
    private final Lease lease;
    private final EventDays eventDays;

    public PublishedRecording(Lake lake, Lease lease, EventDays eventDays) {
        this.lake = lake;
        this.lease = lease;
        this.eventDays = eventDays;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) throws IOException {
        StepExecution step = contribution.getStepExecution();
        new FeedbackRecording(lake, lease, eventDays, BatchRun.fileName(step))
                .recordPublished(BatchRun.eventDays(step.getJobParameters()));
        return RepeatStatus.FINISHED;
    }
}
