package io.petty.jobs.feedback;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.lake.Lake;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/** Reads owners' feedback: documents become rejects or feedback, and event days' feedback is put together of those. */
public final class FeedbackJob {
    public static final String NAME = "feedbackJob";

    private FeedbackJob() {}

    public static Job of(JobParts parts, JobSteps steps, FeedbackRoot root) {
        JobRepository repository = steps.repository();
        Lake lake = parts.lake();

        // documents -> documents that were read and rejects, by shard
        Step feedbackDocumentsPartitioned = steps.partitioned(
                "feedbackDocumentsPartitioned",
                "feedbackDocuments",
                FeedbackPartition.class,
                new FeedbackDocumentsPlan(
                        lake, root, parts.forgotten(), parts.work(), parts.clock(), parts.progress()));

        // documents -> files of the feedback table, by event day
        Step feedbackPartitioned = steps.partitioned(
                "feedbackPartitioned",
                "feedback",
                FeedbackDays.class,
                new FeedbackDaysPlan(lake, repository, parts.progress()));

        // audit: every document is feedback or a reject
        Step feedbackAudit = steps.tasklet("feedbackAudit", new FeedbackAudit(repository));

        // publication of the feedback; the other jobs fold it into timelines
        Step feedbackPublication = steps.tasklet(
                "feedbackPublication",
                new FeedbackPublication(
                        repository, lake, parts.lease(), parts.records().feedback()));

        return new JobBuilder(NAME, repository)
                .start(feedbackDocumentsPartitioned)
                .next(feedbackPartitioned)
                .next(feedbackAudit)
                .next(feedbackPublication)
                .build();
    }
}
