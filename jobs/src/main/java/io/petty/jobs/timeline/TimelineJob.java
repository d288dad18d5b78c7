package io.petty.jobs.timeline;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.PublishedRecording;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/**
 * Computes event days from their readings, then publishes them together. The days of each bucket of collars are
 * computed in order.
 */
public final class TimelineJob {
    public static final String NAME = "timelineJob";

    private TimelineJob() {}

    public static Job of(JobParts parts, JobSteps steps, SortedDeliveries sorted) {
        JobRepository repository = steps.repository();
        FeedbackOnDays feedback = new FeedbackOnDays(parts.lake(), parts.eventDays());

        // published events -> records of the events with the feedback on them, before new events replace them
        Step timelineRecording = steps.undivided("timelineRecording", new PublishedRecording(parts));

        // readings -> timelines with feedback and calibrated confidences, summaries, resting heart rates and voices
        Step timelinesPartitioned = steps.partitioned(
                "timelinesPartitioned", "timelines", BucketPartition.class, new TimelinePlan(parts, feedback, sorted));

        // audit: the files contain all computed rows, and no reading is missing; each timeline was already checked when
        // it was computed
        Step timelineAudit = steps.undivided(
                "timelineAudit",
                new TimelineCountAudit(repository, parts.records().deliveries()));

        // publication of the event days
        Step timelinePublication =
                steps.undivided("timelinePublication", new TimelinePublication(repository, parts, feedback));

        return new JobBuilder(NAME, repository)
                .start(timelineRecording)
                .next(timelinesPartitioned)
                .next(timelineAudit)
                .next(timelinePublication)
                .build();
    }
}
