package io.petty.jobs.ingest;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.WorkFolder;
import io.petty.storage.Storage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** Divides a delivery day into groups of raw files. */
record RawFilesPlan(JobParts parts, WorkFolder work, Storage raw)
        implements PartitionPlan<RawFilePartition, RawFilePartition.Result> {
    @Override
    public List<RawFilePartition> inputs(StepExecution step, int parallelism) throws IOException {
        LocalDate deliveryDay = BatchRun.deliveryDay(step);
        JobExecution job = step.getJobExecution();
        RawDelivery delivery;
        try {
            delivery = RawDelivery.list(raw, deliveryDay);
        } catch (IOException e) {
            throw new IOException("The raw files of %s can't be listed: %s".formatted(deliveryDay, e.getMessage()), e);
        }
        if (BatchRun.isRestart(job)
                && !delivery.inputs(work, parts.settings().rawRules())
                        .equals(job.getJobParameters().getString(BatchRun.INPUTS))) {
            throw new IllegalStateException(
                    "The raw files of %s changed while they were listed: run the day again".formatted(deliveryDay));
        }
        ReadingsPublication.keepIgnoredFiles(job, delivery.ignoredFiles());
        parts.progress()
                .begin(
                        "Reading raw files of " + deliveryDay,
                        "files",
                        delivery.files().size());
        return delivery.groups(parallelism).stream().map(RawFilePartition::new).toList();
    }

    @Override
    public RawFilesWork work(StepExecution step) {
        return new RawFilesWork(
                raw,
                BatchRun.deliveryDay(step),
                parts.settings().rawRules(),
                parts.forgotten().load(),
                parts.lake().buckets(),
                parts.settings().sortReadings(),
                RowTable.rejects(parts.lake()),
                work.files(),
                work.location());
    }
}
