package io.petty.jobs.timeline;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.timeline.TimelinePartition.BucketDay;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import java.time.LocalDate;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Checks that the files of timelines and summaries contain as many rows as were computed. Also checks the number of
 * readings from which they were computed: at least as many as in the largest delivery, and at most as many as in all
 * deliveries together.
 */
record TimelineCountAudit(JobRepository repository, Deliveries deliveries) implements StepWork {
    @Override
    public void execute(StepExecution step) {
        List<TimelinePartition> partitions = Partitions.results(repository, step, TimelinePartition.class);
        for (TimelinePartition partition : partitions) {
            long events = partition.written();
            long collars =
                    partition.days().stream().mapToLong(BucketDay::collars).sum();
            long timelines = TableFiles.rows(partition.timelines());
            long summaries = TableFiles.rows(partition.summaries());
            if (timelines != events || summaries != collars) {
                throw new IllegalStateException(
                        "%d events and %d summaries were computed, but %d events and %d summaries were written"
                                .formatted(events, collars, timelines, summaries));
            }
        }
        BatchRun.eventDays(step).forEach(day -> checkReadings(day, partitions));
    }

    private void checkReadings(LocalDate day, List<TimelinePartition> partitions) {
        // Deliveries may repeat each other's readings.
        LongSummaryStatistics delivered = deliveries.contributionsTo(day).stream()
                .mapToLong(Contribution::readings)
                .summaryStatistics();
        long least = Math.max(0, delivered.getMax());
        long computed = partitions.stream()
                .flatMap(partition -> partition.days().stream())
                .filter(bucket -> bucket.day().equals(day))
                .mapToLong(BucketDay::readings)
                .sum();
        if (computed < least || computed > delivered.getSum()) {
            throw new IllegalStateException("Timelines of %s were computed from %d readings, but %d to %d were ingested"
                    .formatted(day, computed, least, delivered.getSum()));
        }
    }
}
