package io.petty.jobs.ingest;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.lake.Lake;
import io.petty.storage.Storage;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;

/** Ingests a delivery day: raw files become rejects and readings. All readings are committed at once. */
public final class IngestJob {
    public static final String NAME = "ingestJob";

    private IngestJob() {}

    public static Job of(JobParts parts, JobSteps steps, WorkFolder work, Storage raw, SortedDeliveries sorted) {
        JobRepository repository = steps.repository();
        Lake lake = parts.lake();

        // raw files -> sorted readings and rejects
        RawFilesPlan rawFiles = new RawFilesPlan(parts, work, raw);
        Step rawFilesPartitioned =
                steps.partitioned("rawFilesPartitioned", "rawFiles", RawFilePartition.class, rawFiles);

        // rejects -> files of the rejects table
        Step rejectsPublication =
                steps.undivided("rejectsPublication", new RejectsPublication(repository, lake, parts.lease()));

        // audit: not too many lines are rejects, and not too many files are unusable
        Step ingestAudit = steps.undivided(
                "ingestAudit",
                new IngestAudit(repository, lake, parts.settings().maxRejectShare()));

        // sorted readings -> files of the readings table
        Step readingsPartitioned = steps.partitioned(
                "readingsPartitioned", "readings", BucketPartition.class, new ReadingsPlan(rawFiles, repository));

        // publication of the delivery day's contribution
        Step readingsPublication =
                steps.undivided("readingsPublication", new ReadingsPublication(repository, parts, sorted));

        return new JobBuilder(NAME, repository)
                .start(rawFilesPartitioned)
                .next(rejectsPublication)
                .next(ingestAudit)
                .next(readingsPartitioned)
                .next(readingsPublication)
                .build();
    }
}
