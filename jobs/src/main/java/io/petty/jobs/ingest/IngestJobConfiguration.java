package io.petty.jobs.ingest;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionedSteps;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.lake.Deliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import io.petty.storage.Storage;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ingests a delivery day: raw files become rejects and readings, and the readings table takes them whole or not. */
@Configuration(proxyBeanMethods = false)
public class IngestJobConfiguration {
    public static final String JOB = "ingestJob";

    private final JobSettings settings;
    private final Lake lake;
    private final Progress progress;

    IngestJobConfiguration(JobSettings settings, Lake lake, Progress progress) {
        this.settings = settings;
        this.lake = lake;
        this.progress = progress;
    }

    // raw files -> sorted readings and rejects

    @Bean
    RawFilesPlan rawFilesPlan(Storage raw, ForgottenCollars forgotten, WorkFolder work) {
        return new RawFilesPlan(lake, raw, forgotten, settings, work, progress);
    }

    @Bean
    Step rawFilesPartitioned(PartitionedSteps partitioned, RawFilesPlan rawFilesPlan) {
        return partitioned.step("rawFilesPartitioned", "rawFiles", RawFilePartition.class, rawFilesPlan);
    }

    // audit: every line is a reading or a reject, and not too many are rejects

    @Bean
    Step rejectsPublication(JobRepository repository, Lease lease) {
        return new StepBuilder("rejectsPublication", repository)
                .tasklet(new RejectsPublication(repository, lake, lease))
                .build();
    }

    @Bean
    Step ingestAudit(JobRepository repository) {
        return new StepBuilder("ingestAudit", repository)
                .tasklet(new IngestAudit(repository, lake, settings.maxRejectShare()))
                .build();
    }

    // sorted readings -> files of the readings table

    @Bean
    Step readingsPartitioned(PartitionedSteps partitioned, RawFilesPlan rawFilesPlan, JobRepository repository) {
        return partitioned.step(
                "readingsPartitioned", "readings", BucketPartition.class, new ReadingsPlan(rawFilesPlan, repository));
    }

    // publication of the delivery day's contribution

    @Bean
    Step readingsPublication(JobRepository repository, Lease lease, Deliveries deliveries, ForgottenCollars forgotten) {
        return new StepBuilder("readingsPublication", repository)
                .tasklet(new ReadingsPublication(repository, lake, lease, deliveries, forgotten, settings.rawRules()))
                .build();
    }

    @Bean
    Job ingestJob(
            JobRepository repository,
            Step rawFilesPartitioned,
            Step rejectsPublication,
            Step ingestAudit,
            Step readingsPartitioned,
            Step readingsPublication) {
        return new JobBuilder(JOB, repository)
                .start(rawFilesPartitioned)
                .next(rejectsPublication)
                .next(ingestAudit)
                .next(readingsPartitioned)
                .next(readingsPublication)
                .build();
    }
}
