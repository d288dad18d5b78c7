package io.petty.jobs.timeline;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Compares what the files of timelines and summaries hold with what was computed, and the readings that were computed
 * with those that were ingested: no more than deliveries gave in all, no less than the greatest of them did.
 */
final class TimelineCountAudit implements Tasklet {
    private final JobRepository repository;
    private final Deliveries deliveries;

    TimelineCountAudit(JobRepository repository, Deliveries deliveries) {
        this.repository = repository;
        this.deliveries = deliveries;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        StepExecution step = contribution.getStepExecution();
        List<TimelinePartition> partitions =
                Partitions.results(repository, step.getJobExecution(), TimelinePartition.class);
        for (TimelinePartition partition : partitions) {
            long events = partition.days().stream()
                    .mapToLong(TimelinePartition.BucketDay::events)
                    .sum();
            long collars = partition.days().stream()
                    .mapToLong(TimelinePartition.BucketDay::collars)
                    .sum();
            if (rows(partition.timelines()) != events || rows(partition.summaries()) != collars) {
                throw new IllegalStateException("%d events and %d summaries were computed, but %d and %d written"
                        .formatted(events, collars, rows(partition.timelines()), rows(partition.summaries())));
            }
        }
        BatchRun.eventDays(step.getJobParameters()).forEach(day -> checkReadings(day, partitions));
        return RepeatStatus.FINISHED;
    }

    private void checkReadings(LocalDate day, List<TimelinePartition> partitions) {
        List<Contribution> given = deliveries.contributionsTo(day);
        long most = given.stream().mapToLong(Contribution::readings).sum();
        // Deliveries may repeat each other's readings.
        long least = given.stream().mapToLong(Contribution::readings).max().orElse(0);
        long computed = partitions.stream()
                .flatMap(partition -> partition.days().stream())
                .filter(bucket -> bucket.day().equals(day))
                .mapToLong(TimelinePartition.BucketDay::readings)
                .sum();
        if (computed < least || computed > most) {
            throw new IllegalStateException("Timelines of %s were computed from %d readings, but %d to %d were ingested"
                    .formatted(day, computed, least, most));
        }
    }

    private static long rows(List<DataFile> files) {
        return files.stream().mapToLong(DataFile::recordCount).sum();
    }
}
