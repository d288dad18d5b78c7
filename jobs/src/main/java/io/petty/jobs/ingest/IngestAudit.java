package io.petty.jobs.ingest;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.StepWork;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Lake;
import io.petty.lake.RejectCounts;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Fails a delivery day with too many rejects or unusable files. At this point, only its rejects are published. */
record IngestAudit(JobRepository repository, Lake lake, double maxRejectShare) implements StepWork {
    @Override
    public void execute(StepExecution step) throws RejectShareExceededException {
        LocalDate deliveryDay = BatchRun.deliveryDay(step);
        List<DeliveryFile> files = RawFilePartition.files(repository, step);
        DeliveryAudit audit = new DeliveryAudit(deliveryDay, files, maxRejectShare);
        if (!audit.passes()) {
            throw new RejectShareExceededException(audit.message(RejectCounts.of(lake, deliveryDay)));
        }
    }
}
