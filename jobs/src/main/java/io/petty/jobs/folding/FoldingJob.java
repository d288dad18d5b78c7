package io.petty.jobs.folding;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.PublishedRecording;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/**
 * Folds feedback into event days whose readings didn't change. No event is computed again. Only buckets whose feedback
 * changed are written.
 */
public final class FoldingJob {
    public static final String NAME = "foldingJob";

    private FoldingJob() {}

    public static Job of(JobParts parts, JobSteps steps) {
        JobRepository repository = steps.repository();
        FeedbackOnDays feedback = new FeedbackOnDays(parts.lake(), parts.eventDays());

        // published events -> records of the events with the feedback on them
        Step foldingRecording = steps.undivided("foldingRecording", new PublishedRecording(parts));

        // published events and feedback -> events with updated feedback
        Step foldingPartitioned = steps.partitioned(
                "foldingPartitioned", "folding", FoldingPartition.class, new FoldingPlan(parts, feedback));

        // publication of the event days
        Step foldingPublication = steps.undivided("foldingPublication", new FoldingPublication(repository, parts));

        return new JobBuilder(NAME, repository)
                .start(foldingRecording)
                .next(foldingPartitioned)
                .next(foldingPublication)
                .build();
    }
}
