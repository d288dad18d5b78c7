package io.petty.jobs.folding;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.PublishedRecording;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.lake.lease.Lease;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/**
 * Folds feedback into event days whose readings didn't change: no event is computed again, and only buckets whose events
 * got feedback are written.
 */
public final class FoldingJob {
    public static final String NAME = "foldingJob";

    private FoldingJob() {}

    public static Job of(JobParts parts, JobSteps steps) {
        JobRepository repository = steps.repository();
        Lake lake = parts.lake();
        Lease lease = parts.lease();
        EventDays eventDays = parts.eventDays();
        Publications publications = parts.records().publications();

        // published events -> what feedback on them is about
        Step foldingRecording = steps.tasklet("foldingRecording", new PublishedRecording(lake, lease, eventDays));

        // published events and feedback -> events with other feedback
        Step foldingPartitioned = steps.partitioned(
                "foldingPartitioned",
                "folding",
                FoldingPartition.class,
                new FoldingPlan(
                        lake,
                        parts.settings().timelineRules().calibration(),
                        publications,
                        new FeedbackOnDays(lake, eventDays),
                        parts.progress()));

        // publication of the event days
        Step foldingPublication = steps.tasklet(
                "foldingPublication",
                new FoldingPublication(repository, lake, lease, eventDays, publications, parts.clock()));

        return new JobBuilder(NAME, repository)
                .start(foldingRecording)
                .next(foldingPartitioned)
                .next(foldingPublication)
                .build();
    }
}
