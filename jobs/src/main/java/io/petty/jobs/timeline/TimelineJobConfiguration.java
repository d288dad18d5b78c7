package io.petty.jobs.timeline;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionedSteps;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.PublishedRecording;
import io.petty.lake.Deliveries;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.lake.lease.Lease;
import java.time.Clock;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Computes event days from their readings: buckets of collars, each with its days in order, then one publication. */
@Configuration(proxyBeanMethods = false)
public class TimelineJobConfiguration {
    public static final String JOB = "timelineJob";

    private final JobSettings settings;
    private final Lake lake;
    private final Progress progress;

    TimelineJobConfiguration(JobSettings settings, Lake lake, Progress progress) {
        this.settings = settings;
        this.lake = lake;
        this.progress = progress;
    }

    // published events -> what feedback on them was about, before other events take their place

    @Bean
    Step timelineRecording(JobRepository repository, Lease lease, EventDays eventDays) {
        return new StepBuilder("timelineRecording", repository)
                .tasklet(new PublishedRecording(lake, lease, eventDays))
                .build();
    }

    // readings -> timelines with feedback and calibrated confidences, summaries, resting heart rates and voices

    @Bean
    Step timelinesPartitioned(
            PartitionedSteps partitioned,
            Deliveries deliveries,
            Publications publications,
            EventDays eventDays,
            FeedbackOnDays feedback) {
        return partitioned.step(
                "timelinesPartitioned",
                "timelines",
                BucketPartition.class,
                new TimelinePlan(
                        lake, settings.timelineRules(), deliveries, publications, eventDays, feedback, progress));
    }

    // audit: each collar's day was checked as it was computed; here the files are, and that no reading is missing

    @Bean
    Step timelineAudit(JobRepository repository, Deliveries deliveries) {
        return new StepBuilder("timelineAudit", repository)
                .tasklet(new TimelineCountAudit(repository, deliveries))
                .build();
    }

    // publication of the event days

    @Bean
    Step timelinePublication(
            JobRepository repository,
            Lease lease,
            EventDays eventDays,
            FeedbackOnDays feedback,
            Publications publications,
            Clock clock) {
        return new StepBuilder("timelinePublication", repository)
                .tasklet(new TimelinePublication(repository, lake, lease, eventDays, feedback, publications, clock))
                .build();
    }

    @Bean
    Job timelineJob(
            JobRepository repository,
            Step timelineRecording,
            Step timelinesPartitioned,
            Step timelineAudit,
            Step timelinePublication) {
        return new JobBuilder(JOB, repository)
                .start(timelineRecording)
                .next(timelinesPartitioned)
                .next(timelineAudit)
                .next(timelinePublication)
                .build();
    }
}
