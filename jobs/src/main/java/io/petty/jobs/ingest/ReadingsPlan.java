package io.petty.jobs.ingest;

import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Lake;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Cuts the readings of a delivery day into ranges of buckets. */
record ReadingsPlan(RawFilesPlan rawFiles, JobRepository repository)
        implements PartitionPlan<BucketPartition, ReadingsWork.Result> {
    /** Readings that make another partition, and so another file, worth while. */
    private static final long PARTITION_READINGS = 500_000;

    @Override
    public List<BucketPartition> inputs(StepExecution step, int parallelism) {
        Lake lake = rawFiles.lake();
        List<RawFilePartition.Result> read = results(step.getJobExecution());
        long readings = read.stream()
                .flatMap(result -> result.files().stream())
                .mapToLong(DeliveryFile::readings)
                .sum();
        int buckets = lake.buckets().count();
        rawFiles.progress()
                .begin(
                        "Writing readings",
                        "buckets",
                        (long) buckets * eventDays(read).size());
        return BucketPartition.ranges(buckets, readings, PARTITION_READINGS, parallelism);
    }

    @Override
    public PartitionWork<BucketPartition, ReadingsWork.Result> work(StepExecution step) {
        List<RawFilePartition.Result> read = results(step.getJobExecution());
        return new ReadingsWork(
                rawFiles.rawFiles(step),
                Partitions.completedInputs(repository, step.getJobExecution(), RawFilePartition.class),
                read.stream().flatMap(result -> result.runs().stream()).toList(),
                eventDays(read),
                rawFiles.lake().readings());
    }

    private List<RawFilePartition.Result> results(JobExecution job) {
        return Partitions.results(repository, job, RawFilePartition.Result.class);
    }

    private static List<LocalDate> eventDays(List<RawFilePartition.Result> read) {
        return read.stream()
                .flatMap(result -> result.eventDays().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
