package io.petty.jobs.folding;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionedSteps;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.PublishedRecording;
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

/**
 * Folds feedback into event days whose readings didn't change: no event is computed again, and only buckets whose events
 * got feedback are written.
 */
@Configuration(proxyBeanMethods = false)
public class FoldingJobConfiguration {
    public static final String JOB = "foldingJob";

    private final JobSettings settings;
    private final Lake lake;
    private final Progress progress;

    FoldingJobConfiguration(JobSettings settings, Lake lake, Progress progress) {
        this.settings = settings;
        this.lake = lake;
        this.progress = progress;
    }

    // published events -> what feedback on them is about

    @Bean
    Step foldingRecording(JobRepository repository, Lease lease, EventDays eventDays) {
        return new StepBuilder("foldingRecording", repository)
                .tasklet(new PublishedRecording(lake, lease, eventDays))
                .build();
    }

    // published events and feedback -> events with other feedback

    @Bean
    Step foldingPartitioned(PartitionedSteps partitioned, Publications publications, FeedbackOnDays feedback) {
        return partitioned.step(
                "foldingPartitioned",
                "folding",
                FoldingPartition.class,
                new FoldingPlan(lake, settings.timelineRules().calibration(), publications, feedback, progress));
    }

    // publication of the event days

    @Bean
    Step foldingPublication(
            JobRepository repository, Lease lease, EventDays eventDays, Publications publications, Clock clock) {
        return new StepBuilder("foldingPublication", repository)
                .tasklet(new FoldingPublication(repository, lake, lease, eventDays, publications, clock))
                .build();
    }

    @Bean
    Job foldingJob(JobRepository repository, Step foldingRecording, Step foldingPartitioned, Step foldingPublication) {
        return new JobBuilder(JOB, repository)
                .start(foldingRecording)
                .next(foldingPartitioned)
                .next(foldingPublication)
                .build();
    }
}
