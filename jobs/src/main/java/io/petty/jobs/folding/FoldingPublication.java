package io.petty.jobs.folding;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.Publication;
import io.petty.lake.VoiceTotal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Checks that folding neither lost nor added an event, replaces the days' files in the tables of timelines and voices,
 * and publishes the days in one transaction.
 */
record FoldingPublication(JobRepository repository, JobParts parts) implements StepWork {
    @Override
    public void execute(StepExecution step) {
        List<LocalDate> days = BatchRun.eventDays(step);
        List<FoldingPartition.Result> results = Partitions.results(repository, step, FoldingPartition.Result.class);
        results.forEach(this::audit);
        long timelines = replace(parts.lake().timelines(), days, results, FoldingPartition.Result::timelines);
        long voices = replace(parts.lake().voices(), days, results, FoldingPartition.Result::voices);
        List<Publication> coming = new ArrayList<>();
        List<VoiceTotal> totals = new ArrayList<>();
        for (FoldingPartition.Result result : results) {
            Publication.Feedback feedback = new Publication.Feedback(
                    parts.eventDays().feedbackFingerprint(result.day()), result.waiting(), result.carried());
            coming.add(current(result.day())
                    .folded(BatchRun.run(step), parts.clock().instant(), timelines, voices, feedback));
            totals.addAll(result.totals());
        }
        parts.lease().publish(() -> parts.records().publications().publish(coming, totals));
    }

    private void audit(FoldingPartition.Result result) {
        long events = current(result.day()).content().events();
        long folded = result.read();
        if (folded != events) {
            throw new IllegalStateException(
                    "%s has %d events, but feedback was folded into %d".formatted(result.day(), events, folded));
        }
    }

    private Publication current(LocalDate day) {
        return parts.eventDays().publication(day).orElseThrow();
    }

    private long replace(
            Table table,
            List<LocalDate> days,
            List<FoldingPartition.Result> results,
            Function<FoldingPartition.Result, List<DataFile>> files) {
        List<DataFile> all =
                results.stream().flatMap(result -> files.apply(result).stream()).toList();
        return TableFiles.replaceDays(table, days, all, parts.lease());
    }
}
