package io.petty.jobs.feedback;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionedSteps;
import io.petty.jobs.batch.WorkFolder;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.time.Clock;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads owners' feedback: documents become rejects or feedback, and event days' feedback is put together of those. */
@Configuration(proxyBeanMethods = false)
public class FeedbackJobConfiguration {
    public static final String JOB = "feedbackJob";

    private final Lake lake;
    private final Progress progress;

    FeedbackJobConfiguration(Lake lake, Progress progress) {
        this.lake = lake;
        this.progress = progress;
    }

    // documents -> documents that were read and rejects, by shard

    @Bean
    Step feedbackDocumentsPartitioned(
            PartitionedSteps partitioned,
            ObjectProvider<FeedbackRoot> root,
            ForgottenCollars forgotten,
            WorkFolder work,
            Clock clock) {
        return partitioned.step(
                "feedbackDocumentsPartitioned",
                "feedbackDocuments",
                FeedbackPartition.class,
                new FeedbackDocumentsPlan(lake, root::getObject, forgotten, work, clock, progress));
    }

    // documents -> files of the feedback table, by event day

    @Bean
    Step feedbackPartitioned(PartitionedSteps partitioned, JobRepository repository) {
        return partitioned.step(
                "feedbackPartitioned",
                "feedback",
                FeedbackDays.class,
                new FeedbackDaysPlan(lake, repository, progress));
    }

    // audit: every document is feedback or a reject

    @Bean
    Step feedbackAudit(JobRepository repository) {
        return new StepBuilder("feedbackAudit", repository)
                .tasklet(new FeedbackAudit(repository))
                .build();
    }

    // publication of the feedback; folding it into timelines is the other jobs' work

    @Bean
    Step feedbackPublication(JobRepository repository, Lease lease, FeedbackDeliveries deliveries) {
        return new StepBuilder("feedbackPublication", repository)
                .tasklet(new FeedbackPublication(repository, lake, lease, deliveries))
                .build();
    }

    @Bean
    Job feedbackJob(
            JobRepository repository,
            Step feedbackDocumentsPartitioned,
            Step feedbackPartitioned,
            Step feedbackAudit,
            Step feedbackPublication) {
        return new JobBuilder(JOB, repository)
                .start(feedbackDocumentsPartitioned)
                .next(feedbackPartitioned)
                .next(feedbackAudit)
                .next(feedbackPublication)
                .build();
    }
}
