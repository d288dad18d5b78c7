package io.petty.jobs.ingest;

import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.storage.Storage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;

/** Cuts a delivery day into groups of raw files. */
record RawFilesPlan(
        Lake lake, Storage raw, ForgottenCollars forgotten, JobSettings settings, WorkFolder work, Progress progress)
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
                && !delivery.inputs(work, settings.rawRules())
                        .equals(job.getJobParameters().getString(BatchRun.INPUTS))) {
            throw new IllegalStateException(
                    "The raw files of %s changed while they were listed: run it again".formatted(deliveryDay));
        }
        ReadingsPublication.keepIgnoredFiles(job, delivery.ignoredFiles());
        progress.begin(
                "Reading raw files of " + deliveryDay, "files", delivery.files().size());
        return delivery.groups(parallelism).stream().map(RawFilePartition::new).toList();
    }

    @Override
    public PartitionWork<RawFilePartition, RawFilePartition.Result> work(StepExecution step) {
        return rawFiles(step);
    }

    RawFilesWork rawFiles(StepExecution step) {
        return new RawFilesWork(
                raw,
                BatchRun.deliveryDay(step),
                settings.rawRules(),
                forgotten.load(),
                lake.buckets(),
                settings.sortReadings(),
                lake.rejects(),
                work.files(),
                work.location());
    }
}
