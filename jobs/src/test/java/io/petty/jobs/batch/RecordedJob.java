package io.petty.jobs.batch;

import io.petty.lake.database.LakeDatabase;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** A recorded job with some completed partitions. */
public final class RecordedJob {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final JobRepository repository;
    private final JobInstance instance;
    private JobExecution execution;
    private int partitions;

    public RecordedJob(LakeDatabase database, JobParameters parameters) {
        repository = BatchInfrastructure.over(database).repository();
        instance = repository.createJobInstance("job-" + NUMBERS.incrementAndGet(), parameters);
        execution = repository.createJobExecution(instance, parameters, new ExecutionContext());
    }

    public JobRepository repository() {
        return repository;
    }

    public JobExecution execution() {
        return execution;
    }

    /** Records the input and the result of a completed partition. */
    public RecordedJob completed(String step, Serializable input, Serializable result) {
        StepExecution partition = step("%s:%04d".formatted(step, partitions++));
        Partitions.of(List.of(input)).values().forEach(partition::setExecutionContext);
        Partitions.complete(partition, result);
        partition.setStatus(BatchStatus.COMPLETED);
        partition.setExitStatus(ExitStatus.COMPLETED);
        repository.updateExecutionContext(partition);
        repository.update(partition);
        return this;
    }

    /** Records the execution as failed, and begins another one, as the next run would. */
    public RecordedJob restarted(JobParameters parameters) {
        execution.setStatus(BatchStatus.FAILED);
        repository.update(execution);
        execution = repository.createJobExecution(instance, parameters, new ExecutionContext());
        return this;
    }

    /** Begins a step. */
    public StepExecution step(String name) {
        return repository.createStepExecution(name, execution);
    }

    public void execute(StepWork work) throws Exception {
        work.execute(step("undivided"));
    }

    /** Returns a data file that doesn't exist. */
    public static DataFile file(long rows) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("/data/%d.parquet".formatted(NUMBERS.incrementAndGet()))
                .withFileSizeInBytes(1)
                .withRecordCount(rows)
                .build();
    }
}
