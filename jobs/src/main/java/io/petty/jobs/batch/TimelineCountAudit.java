package io.petty.jobs.batch;

import java.util.List;
import org.apache.iceberg.DataFile;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Compares what the files of timelines and summaries hold with what was computed. */
final class TimelineCountAudit implements Tasklet {
    private final JobRepository repository;

    TimelineCountAudit(JobRepository repository) {
        this.repository = repository;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        for (TimelinePartition partition : Partitions.results(
                repository, contribution.getStepExecution().getJobExecution(), TimelinePartition.class)) {
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
        return RepeatStatus.FINISHED;
    }

    private static long rows(List<DataFile> files) {
        return files.stream().mapToLong(DataFile::recordCount).sum();
    }
}
