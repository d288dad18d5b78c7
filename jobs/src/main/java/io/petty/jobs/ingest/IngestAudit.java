package io.petty.jobs.ingest;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Lake;
import io.petty.lake.RejectCounts;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Fails a delivery day that lost too much, before anything but its rejects is published. */
final class IngestAudit implements Tasklet {
    private final JobRepository repository;
    private final Lake lake;
    private final double maxRejectShare;

    IngestAudit(JobRepository repository, Lake lake, double maxRejectShare) {
        this.repository = repository;
        this.lake = lake;
        this.maxRejectShare = maxRejectShare;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) throws RejectShareExceededException {
        StepExecution step = contribution.getStepExecution();
        LocalDate deliveryDay = BatchRun.deliveryDay(step);
        List<DeliveryFile> files =
                Partitions.results(repository, step.getJobExecution(), RawFilePartition.Result.class).stream()
                        .flatMap(result -> result.files().stream())
                        .toList();
        DeliveryAudit audit = new DeliveryAudit(deliveryDay, files, maxRejectShare);
        if (!audit.passes()) {
            throw new RejectShareExceededException(audit.message(RejectCounts.of(lake, deliveryDay)));
        }
        return RepeatStatus.FINISHED;
    }
}
