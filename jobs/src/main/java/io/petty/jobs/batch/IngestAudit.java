package io.petty.jobs.batch;

import io.petty.jobs.ingest.RejectShareExceededException;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Lake;
import io.petty.lake.RejectCounts;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Stops a delivery day of which too many lines are rejects, before anything but the rejects is published. */
final class IngestAudit implements Tasklet {
    private static final int LEADING = 3;

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
        long lines = files.stream().mapToLong(DeliveryFile::lines).sum();
        long rejects = files.stream().mapToLong(DeliveryFile::rejects).sum();
        if (rejects > lines * maxRejectShare) {
            throw new RejectShareExceededException(
                    "%,d of %,d lines delivered on %s are rejects (%.1f %%, at most %.1f %% are let pass). Reasons: %s. Files: %s."
                            .formatted(
                                    rejects,
                                    lines,
                                    deliveryDay,
                                    100.0 * rejects / lines,
                                    100 * maxRejectShare,
                                    leadingReasons(deliveryDay),
                                    leadingFiles(files)));
        }
        return RepeatStatus.FINISHED;
    }

    private String leadingReasons(LocalDate deliveryDay) {
        return RejectCounts.of(lake, deliveryDay).byReason().entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .limit(LEADING)
                .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String leadingFiles(List<DeliveryFile> files) {
        return files.stream()
                .filter(file -> file.rejects() > 0)
                .sorted(Comparator.comparingLong(DeliveryFile::rejects).reversed())
                .limit(LEADING)
                .map(file -> "%s %,d of %,d".formatted(file.key(), file.rejects(), file.lines()))
                .collect(Collectors.joining(", "));
    }
}
