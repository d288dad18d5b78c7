package io.petty.jobs.ingest;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Replaces the delivery day's rejects of raw files. This happens before the audit, so that the rejects explain a
 * failure of the audit.
 */
record RejectsPublication(JobRepository repository, Lake lake, Lease lease) implements StepWork {
    @Override
    public void execute(StepExecution step) {
        List<DataFile> files = Partitions.results(repository, step, RawFilePartition.Result.class).stream()
                .flatMap(result -> result.rejectFiles().stream())
                .toList();
        Expression rows =
                Expressions.equal("delivery_day", BatchRun.deliveryDay(step).toString());
        TableFiles.replace(lake.rejects(), rows, file -> !RejectFiles.isOfFeedback(file), files, lease);
    }
}
