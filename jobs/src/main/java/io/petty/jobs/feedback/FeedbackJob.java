package io.petty.jobs.feedback;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.batch.WorkFolder;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/** Reads owners' feedback: documents become feedback or rejects, and the feedback is merged by event day. */
public final class FeedbackJob {
    public static final String NAME = "feedbackJob";

    private FeedbackJob() {}

    public static Job of(JobParts parts, JobSteps steps, WorkFolder work, FeedbackRoot root) {
        JobRepository repository = steps.repository();

        // documents -> files of the table of documents and files of rejects, by shard
        Step feedbackDocumentsPartitioned = steps.partitioned(
                "feedbackDocumentsPartitioned",
                "feedbackDocuments",
                FeedbackPartition.class,
                new FeedbackDocumentsPlan(parts, work, root));

        // documents -> files of the feedback table, by event day
        Step feedbackPartitioned = steps.partitioned(
                "feedbackPartitioned",
                "feedback",
                FeedbackDays.class,
                new FeedbackDaysPlan(parts.lake(), repository, parts.progress()));

        // audit: every document is feedback or a reject
        Step feedbackAudit = steps.undivided("feedbackAudit", new FeedbackAudit(repository));

        // publication of the feedback; other jobs fold it into timelines
        Step feedbackPublication = steps.undivided("feedbackPublication", new FeedbackPublication(repository, parts));

        return new JobBuilder(NAME, repository)
                .start(feedbackDocumentsPartitioned)
                .next(feedbackPartitioned)
                .next(feedbackAudit)
                .next(feedbackPublication)
                .build();
    }
}
