package io.petty.jobs.batch;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.lease.Lease;
import io.petty.lake.Deliveries;
import io.petty.lake.DeliveryFile;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingSorter;
import io.petty.reading.SortedRuns;
import io.petty.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Ingests a delivery day: raw files become rejects and readings, and the readings table takes them whole or not. */
@Configuration(proxyBeanMethods = false)
class IngestJobConfiguration {
    static final String JOB = "ingestJob";

    /** Readings that make another partition of the merge, and so another file, worth while. */
    private static final long PARTITION_READINGS = 500_000;

    /** Collar-days in a chunk: about a megabyte at one reading every half minute. */
    private static final int CHUNK_COLLAR_DAYS = 32;

    private final JobSettings settings;
    private final Lake lake;
    private final Progress progress;

    IngestJobConfiguration(JobSettings settings, Lake lake, Progress progress) {
        this.settings = settings;
        this.lake = lake;
        this.progress = progress;
    }

    // raw files -> sorted runs and rejects

    @Bean
    @JobScope
    Partitioner rawFilePartitioner(
            Storage raw,
            WorkFolder work,
            @Value("#{jobExecution}") JobExecution job,
            @Value("#{jobParameters['deliveryDay']}") LocalDate deliveryDay) {
        return gridSize -> {
            try {
                RawDelivery delivery = RawDelivery.list(raw, deliveryDay);
                if (BatchRun.isRestart(job)
                        && !work.inputs(delivery, settings.rawRules())
                                .equals(job.getJobParameters().getString(BatchRun.INPUTS))) {
                    throw new IllegalStateException(
                            "The raw files of %s changed while they were listed: run it again".formatted(deliveryDay));
                }
                ReadingsPublication.keepIgnoredFiles(job, delivery.ignoredFiles());
                progress.begin(
                        "Reading raw files of " + deliveryDay,
                        "files",
                        delivery.files().size());
                return Partitions.of(delivery.groups(gridSize).stream()
                        .map(RawFilePartition::new)
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The raw files of %s can't be listed: %s".formatted(deliveryDay, e.getMessage()), e);
            }
        };
    }

    @Bean
    @StepScope
    RawBlockReader rawBlockReader(
            Storage raw, ForgottenCollars forgotten, @Value("#{stepExecution}") StepExecution step) {
        return new RawBlockReader(
                raw,
                BatchRun.deliveryDay(step),
                Partitions.input(step, RawFilePartition.class),
                settings.rawRules(),
                forgotten.load(),
                progress);
    }

    @Bean
    @StepScope
    RawBlockWriter rawBlockWriter(
            RawBlockReader rawBlockReader, WorkFolder work, @Value("#{stepExecution}") StepExecution step) {
        return new RawBlockWriter(
                rawBlockReader,
                new ReadingSorter(work.files(), work.folder(step), lake.buckets(), settings.sortReadings()),
                lake.rejects(),
                BatchRun.deliveryDay(step),
                BatchRun.fileName(step));
    }

    @Bean
    Step rawFiles(
            JobRepository repository, RawBlockReader rawBlockReader, RawBlockWriter rawBlockWriter, StopRequest stop) {
        return new StepBuilder("rawFiles", repository)
                .<RawBlock, RawBlock>chunk(1)
                .reader(rawBlockReader)
                .writer(rawBlockWriter)
                .listener(new PartitionListener(rawBlockWriter::finish))
                .interruptionPolicy(new StopPolicy(stop))
                .build();
    }

    @Bean
    Step rawFilesPartitioned(PartitionedSteps partitioned, Partitioner rawFilePartitioner, Step rawFiles) {
        return partitioned.step("rawFilesPartitioned", rawFilePartitioner, rawFiles);
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

    // sorted runs -> files of the readings table

    @Bean
    @JobScope
    Partitioner readingPartitioner(
            JobRepository repository, WorkFolder work, @Value("#{jobExecution}") JobExecution job) {
        return gridSize -> {
            long readings = Partitions.results(repository, job, RawFilePartition.Result.class).stream()
                    .flatMap(result -> result.files().stream())
                    .mapToLong(DeliveryFile::readings)
                    .sum();
            int buckets = lake.buckets().count();
            int days = sortedRuns(repository, work, job).eventDays().size();
            progress.begin("Writing readings", "buckets", (long) buckets * days);
            return Partitions.of(BucketPartition.ranges(buckets, readings, PARTITION_READINGS, gridSize));
        };
    }

    private static SortedRuns sortedRuns(JobRepository repository, WorkFolder work, JobExecution job) {
        try {
            return new SortedRuns(
                    work.files(),
                    Partitions.results(repository, job, RawFilePartition.Result.class).stream()
                            .flatMap(result -> result.runs().stream())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The sorted runs can't be opened: " + e.getMessage(), e);
        }
    }

    @Bean
    @StepScope
    CollarDayItemReader mergedReadingReader(
            JobRepository repository, WorkFolder work, @Value("#{stepExecution}") StepExecution step) {
        SortedRuns runs = sortedRuns(repository, work, step.getJobExecution());
        return CollarDayItemReader.byEventDay(
                runs::collarDays, runs.eventDays(), Partitions.input(step, BucketPartition.class), progress);
    }

    @Bean
    @StepScope
    ReadingWriter readingWriter(@Value("#{stepExecution}") StepExecution step) {
        return new ReadingWriter(
                lake.readings(), BatchRun.deliveryDay(step), lake.buckets(), BatchRun.fileName(step), progress);
    }

    @Bean
    Step readings(
            JobRepository repository,
            CollarDayItemReader mergedReadingReader,
            ReadingWriter readingWriter,
            StopRequest stop) {
        return new StepBuilder("readings", repository)
                .<CollarDay, CollarDay>chunk(CHUNK_COLLAR_DAYS)
                .reader(mergedReadingReader)
                .writer(readingWriter)
                .listener(new PartitionListener(readingWriter::finish))
                .interruptionPolicy(new StopPolicy(stop))
                .build();
    }

    @Bean
    Step readingsPartitioned(PartitionedSteps partitioned, Partitioner readingPartitioner, Step readings) {
        return partitioned.step("readingsPartitioned", readingPartitioner, readings);
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
