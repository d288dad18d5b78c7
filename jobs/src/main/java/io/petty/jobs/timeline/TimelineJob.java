package io.petty.jobs.timeline;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.PublishedRecording;
import io.petty.lake.Deliveries;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.lake.lease.Lease;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/** Computes event days from their readings: buckets of collars, each with its days in order, then one publication. */
public final class TimelineJob {
    public static final String NAME = "timelineJob";

    private TimelineJob() {}

    public static Job of(JobParts parts, JobSteps steps) {
        JobRepository repository = steps.repository();
        Lake lake = parts.lake();
        Lease lease = parts.lease();
        EventDays eventDays = parts.eventDays();
        Deliveries deliveries = parts.records().deliveries();
        Publications publications = parts.records().publications();
        FeedbackOnDays feedback = new FeedbackOnDays(lake, eventDays);

        // published events -> what feedback on them was about, before other events take their place
        Step timelineRecording = steps.tasklet("timelineRecording", new PublishedRecording(lake, lease, eventDays));

        // readings -> timelines with feedback and calibrated confidences, summaries, resting heart rates and voices
        Step timelinesPartitioned = steps.partitioned(
                "timelinesPartitioned",
                "timelines",
                BucketPartition.class,
                new TimelinePlan(
                        lake,
                        parts.settings().timelineRules(),
                        deliveries,
                        publications,
                        eventDays,
                        feedback,
                        parts.progress()));

        // audit: each collar's day was checked as it was computed; here the files are, and that no reading is missing
        Step timelineAudit = steps.tasklet("timelineAudit", new TimelineCountAudit(repository, deliveries));

        // publication of the event days
        Step timelinePublication = steps.tasklet(
                "timelinePublication",
                new TimelinePublication(repository, lake, lease, eventDays, feedback, publications, parts.clock()));

        return new JobBuilder(NAME, repository)
                .start(timelineRecording)
                .next(timelinesPartitioned)
                .next(timelineAudit)
                .next(timelinePublication)
                .build();
    }
}
