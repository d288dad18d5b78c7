package io.petty.jobs.ingest;

import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Fingerprint;
import io.petty.storage.StoredObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Replaces the delivery day's contribution to all event days in one commit, then records it. If the process is killed
 * between the two, the old record remains. The next run then ingests the day again and arrives at the same tables.
 */
record ReadingsPublication(JobRepository repository, JobParts parts, SortedDeliveries sorted) implements StepWork {
    private static final String IGNORED_FILES = "petty.ignoredFiles";

    @Override
    public void execute(StepExecution step) {
        LocalDate deliveryDay = BatchRun.deliveryDay(step);
        List<ReadingsWork.Result> results = Partitions.results(repository, step, ReadingsWork.Result.class);
        List<DataFile> dataFiles =
                results.stream().flatMap(result -> result.files().stream()).toList();
        List<Contribution> contributions = contributions(deliveryDay, results);
        auditRows(dataFiles, contributions);
        Expression rows = Expressions.equal("delivery_day", deliveryDay.toString());
        TableFiles.replace(parts.lake().readings(), rows, dataFiles, parts.lease());

        List<DeliveryFile> files = RawFilePartition.files(repository, step).stream()
                .sorted(Comparator.comparing(DeliveryFile::key))
                .toList();
        List<String> ignoredFiles = ignoredFiles(step.getJobExecution());
        List<StoredObject> objects = files.stream()
                .map(file -> new StoredObject(file.key(), file.size(), file.version()))
                .toList();
        String fingerprint = new RawDelivery(deliveryDay, objects, ignoredFiles)
                .fingerprint(parts.settings().rawRules());
        ForgottenNames names = parts.forgotten().load().names();
        List<DeliveryFile> recorded = files.stream()
                .map(file -> file.withKey(names.withoutThem(file.key())))
                .toList();
        List<String> recordedIgnored =
                ignoredFiles.stream().map(names::withoutThem).distinct().toList();
        Deliveries deliveries = parts.records().deliveries();
        parts.lease()
                .publish(() -> deliveries.complete(
                        deliveryDay, BatchRun.run(step), fingerprint, recordedIgnored, recorded, contributions));
        sorted.add(
                deliveryDay,
                Partitions.results(repository, step, RawFilePartition.Result.class).stream()
                        .flatMap(result -> result.runs().stream())
                        .toList());
    }

    /** Stores the names of ignored files in the job's context, for the record of the delivery day. */
    static void keepIgnoredFiles(JobExecution job, List<String> keys) {
        job.getExecutionContext().put(IGNORED_FILES, new ArrayList<>(keys));
    }

    private static List<String> ignoredFiles(JobExecution job) {
        return job.getExecutionContext().get(IGNORED_FILES) instanceof List<?> keys
                ? keys.stream().map(String.class::cast).toList()
                : List.of();
    }

    private static List<Contribution> contributions(LocalDate deliveryDay, List<ReadingsWork.Result> results) {
        SortedMap<LocalDate, List<BucketContribution>> byDay = results.stream()
                .flatMap(result -> result.contributions().stream())
                .sorted(Comparator.comparingInt(BucketContribution::bucket))
                .collect(Collectors.groupingBy(BucketContribution::eventDay, TreeMap::new, Collectors.toList()));
        List<Contribution> contributions = new ArrayList<>();
        byDay.forEach((eventDay, buckets) -> {
            Fingerprint fingerprint = new Fingerprint();
            buckets.forEach(bucket -> fingerprint.add(bucket.bucket()).add(bucket.fingerprint()));
            long readings =
                    buckets.stream().mapToLong(BucketContribution::readings).sum();
            contributions.add(new Contribution(deliveryDay, eventDay, readings, fingerprint.digest()));
        });
        return contributions;
    }

    private static void auditRows(List<DataFile> files, List<Contribution> contributions) {
        long written = TableFiles.rows(files);
        long counted = contributions.stream().mapToLong(Contribution::readings).sum();
        if (written != counted) {
            throw new IllegalStateException(
                    "The files of readings hold %d rows, but %d were counted".formatted(written, counted));
        }
    }
}
