package io.petty.jobs.ingest;

import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.DeliveryFile;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Divides the readings of a delivery day into ranges of buckets. */
record ReadingsPlan(RawFilesPlan rawFiles, JobRepository repository)
        implements PartitionPlan<BucketPartition, ReadingsWork.Result> {
    /** Number of readings that justify a partition, and thus a file. */
    private static final long PARTITION_READINGS = 500_000;

    @Override
    public List<BucketPartition> inputs(StepExecution step, int parallelism) {
        long readings = RawFilePartition.files(repository, step).stream()
                .mapToLong(DeliveryFile::readings)
                .sum();
        int buckets = rawFiles.parts().lake().buckets().count();
        int days = eventDays(results(step)).size();
        rawFiles.parts().progress().begin("Writing readings", "buckets", (long) buckets * days);
        return BucketPartition.ranges(buckets, readings, PARTITION_READINGS, parallelism);
    }

    @Override
    public PartitionWork<BucketPartition, ReadingsWork.Result> work(StepExecution step) {
        List<RawFilePartition.Result> read = results(step);
        return new ReadingsWork(
                rawFiles.work(step),
                Partitions.completedInputs(repository, step, RawFilePartition.class),
                read.stream().flatMap(result -> result.runs().stream()).toList(),
                eventDays(read),
                rawFiles.parts().lake().readings());
    }

    private List<RawFilePartition.Result> results(StepExecution step) {
        return Partitions.results(repository, step, RawFilePartition.Result.class);
    }

    private static List<LocalDate> eventDays(List<RawFilePartition.Result> read) {
        return read.stream()
                .flatMap(result -> result.eventDays().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
