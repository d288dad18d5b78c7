package io.petty.jobs.ingest;

import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Fingerprint;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import io.petty.raw.RawRules;
import io.petty.storage.StoredObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Replaces the delivery day's contribution to all event days in one commit, then records what it is. A kill between the
 * two leaves the old record, so the next run ingests the day again and arrives at the same tables.
 */
final class ReadingsPublication implements Tasklet {
    private static final String IGNORED_FILES = "petty.ignoredFiles";

    private final JobRepository repository;
    private final Lake lake;
    private final Lease lease;
    private final Deliveries deliveries;
    private final ForgottenCollars forgotten;
    private final RawRules rules;

    ReadingsPublication(
            JobRepository repository,
            Lake lake,
            Lease lease,
            Deliveries deliveries,
            ForgottenCollars forgotten,
            RawRules rules) {
        this.repository = repository;
        this.lake = lake;
        this.lease = lease;
        this.deliveries = deliveries;
        this.forgotten = forgotten;
        this.rules = rules;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        StepExecution step = contribution.getStepExecution();
        LocalDate deliveryDay = BatchRun.deliveryDay(step);
        List<ReadingsWork.Result> results =
                Partitions.results(repository, step.getJobExecution(), ReadingsWork.Result.class);
        List<DataFile> come =
                results.stream().flatMap(result -> result.files().stream()).toList();
        List<Contribution> contributions = contributions(deliveryDay, results);
        auditRows(come, contributions);

        Table table = lake.readings();
        Expression rows = Expressions.equal("delivery_day", deliveryDay.toString());
        TableFiles.replace(table, rows, come, lease);

        List<DeliveryFile> files =
                Partitions.results(repository, step.getJobExecution(), RawFilePartition.Result.class).stream()
                        .flatMap(result -> result.files().stream())
                        .sorted(Comparator.comparing(DeliveryFile::key))
                        .toList();
        List<String> ignoredFiles = ignoredFiles(step.getJobExecution());
        RawDelivery read = new RawDelivery(
                deliveryDay,
                files.stream()
                        .map(file -> new StoredObject(file.key(), file.size(), file.version()))
                        .toList(),
                ignoredFiles);
        ForgottenNames names = forgotten.load().names();
        List<DeliveryFile> recorded = files.stream()
                .map(file -> file.withKey(names.withoutThem(file.key())))
                .toList();
        List<String> recordedIgnored =
                ignoredFiles.stream().map(names::withoutThem).distinct().toList();
        String fingerprint = read.fingerprint(rules);
        lease.publish(() -> deliveries.complete(
                deliveryDay, BatchRun.run(step), fingerprint, recordedIgnored, recorded, contributions));
        return RepeatStatus.FINISHED;
    }

    /** Keeps the names of ignored files with the job, for the record. */
    static void keepIgnoredFiles(JobExecution job, List<String> keys) {
        job.getExecutionContext().put(IGNORED_FILES, new ArrayList<>(keys));
    }

    private static List<String> ignoredFiles(JobExecution job) {
        return job.getExecutionContext().get(IGNORED_FILES) instanceof List<?> keys
                ? keys.stream().map(String.class::cast).toList()
                : List.of();
    }

    private static List<Contribution> contributions(LocalDate deliveryDay, List<ReadingsWork.Result> results) {
        SortedMap<LocalDate, List<BucketContribution>> byDay = new TreeMap<>();
        for (ReadingsWork.Result result : results) {
            for (BucketContribution bucket : result.contributions()) {
                byDay.computeIfAbsent(bucket.eventDay(), day -> new ArrayList<>())
                        .add(bucket);
            }
        }
        List<Contribution> contributions = new ArrayList<>();
        byDay.forEach((eventDay, buckets) -> {
            buckets.sort(Comparator.comparingInt(BucketContribution::bucket));
            Fingerprint fingerprint = new Fingerprint();
            buckets.forEach(bucket -> fingerprint.add(bucket.bucket()).add(bucket.fingerprint()));
            long readings =
                    buckets.stream().mapToLong(BucketContribution::readings).sum();
            contributions.add(new Contribution(deliveryDay, eventDay, readings, fingerprint.digest()));
        });
        return contributions;
    }

    private static void auditRows(List<DataFile> files, List<Contribution> contributions) {
        long written = files.stream().mapToLong(DataFile::recordCount).sum();
        long counted = contributions.stream().mapToLong(Contribution::readings).sum();
        if (written != counted) {
            throw new IllegalStateException(
                    "The files of readings hold %d rows, but %d were counted".formatted(written, counted));
        }
    }
}
