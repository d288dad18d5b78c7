package io.petty.jobs.ingest;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Replaces the delivery day's rejects of raw files. They are published even when the audit then fails: they tell why. */
final class RejectsPublication implements Tasklet {
    private final JobRepository repository;
    private final Lake lake;
    private final Lease lease;

    RejectsPublication(JobRepository repository, Lake lake, Lease lease) {
        this.repository = repository;
        this.lake = lake;
        this.lease = lease;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        StepExecution step = contribution.getStepExecution();
        LocalDate deliveryDay = BatchRun.deliveryDay(step);
        List<DataFile> come =
                Partitions.results(repository, step.getJobExecution(), RawFilePartition.Result.class).stream()
                        .flatMap(result -> result.rejectFiles().stream())
                        .toList();
        Table table = lake.rejects();
        Expression rows = Expressions.equal("delivery_day", deliveryDay.toString());
        TableFiles.replace(table, rows, file -> !RejectFiles.isOfFeedback(file), come, lease);
        return RepeatStatus.FINISHED;
    }
}
