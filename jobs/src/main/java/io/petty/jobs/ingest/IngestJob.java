package io.petty.jobs.ingest;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.lake.Deliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.storage.Storage;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/** Ingests a delivery day: raw files become rejects and readings, and the readings table takes them whole or not. */
public final class IngestJob {
    public static final String NAME = "ingestJob";

    private IngestJob() {}

    public static Job of(JobParts parts, JobSteps steps, Storage raw) {
        JobRepository repository = steps.repository();
        Lake lake = parts.lake();
        ForgottenCollars forgotten = parts.forgotten();
        Deliveries deliveries = parts.records().deliveries();

        // raw files -> sorted readings and rejects
        RawFilesPlan rawFiles =
                new RawFilesPlan(lake, raw, forgotten, parts.settings(), parts.work(), parts.progress());
        Step rawFilesPartitioned =
                steps.partitioned("rawFilesPartitioned", "rawFiles", RawFilePartition.class, rawFiles);

        // audit: every line is a reading or a reject, and not too many are rejects
        Step rejectsPublication =
                steps.tasklet("rejectsPublication", new RejectsPublication(repository, lake, parts.lease()));
        Step ingestAudit = steps.tasklet(
                "ingestAudit",
                new IngestAudit(repository, lake, parts.settings().maxRejectShare()));

        // sorted readings -> files of the readings table
        Step readingsPartitioned = steps.partitioned(
                "readingsPartitioned", "readings", BucketPartition.class, new ReadingsPlan(rawFiles, repository));

        // publication of the delivery day's contribution
        Step readingsPublication = steps.tasklet(
                "readingsPublication",
                new ReadingsPublication(
                        repository,
                        lake,
                        parts.lease(),
                        deliveries,
                        forgotten,
                        parts.settings().rawRules()));

        return new JobBuilder(NAME, repository)
                .start(rawFilesPartitioned)
                .next(rejectsPublication)
                .next(ingestAudit)
                .next(readingsPartitioned)
                .next(readingsPublication)
                .build();
    }
}
