package io.petty.jobs.folding;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.VoiceTotal;
import io.petty.lake.lease.Lease;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Checks that folding neither lost nor added an event, replaces the days' files in the two tables that hold feedback, and
 * publishes the days in one transaction.
 */
final class FoldingPublication implements Tasklet {
    private final JobRepository repository;
    private final Lake lake;
    private final Lease lease;
    private final EventDays eventDays;
    private final Publications publications;
    private final Clock clock;

    FoldingPublication(
            JobRepository repository,
            Lake lake,
            Lease lease,
            EventDays eventDays,
            Publications publications,
            Clock clock) {
        this.repository = repository;
        this.lake = lake;
        this.lease = lease;
        this.eventDays = eventDays;
        this.publications = publications;
        this.clock = clock;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        StepExecution step = contribution.getStepExecution();
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        List<FoldingPartition.Result> results =
                Partitions.results(repository, step.getJobExecution(), FoldingPartition.Result.class);
        results.forEach(this::audit);
        long timelines = replace(
                lake.timelines(),
                days,
                results.stream().flatMap(result -> result.timelines().stream()).toList());
        long voices = replace(
                lake.voices(),
                days,
                results.stream().flatMap(result -> result.voices().stream()).toList());
        List<Publication> coming = new ArrayList<>();
        List<VoiceTotal> totals = new ArrayList<>();
        for (FoldingPartition.Result result : results) {
            Publication standing = publications.current(result.day()).orElseThrow();
            Publication.Feedback feedback = new Publication.Feedback(
                    eventDays.feedbackFingerprint(result.day()), result.waiting(), result.carried());
            coming.add(standing.folded(BatchRun.run(step), clock.instant(), timelines, voices, feedback));
            totals.addAll(result.totals());
        }
        lease.publish(() -> publications.publish(coming, totals));
        return RepeatStatus.FINISHED;
    }

    private void audit(FoldingPartition.Result result) {
        long events = publications.current(result.day()).orElseThrow().content().events();
        long folded =
                result.timelines().stream().mapToLong(DataFile::recordCount).sum();
        if (folded != events) {
            throw new IllegalStateException(
                    "%s has %d events, but feedback was folded into %d".formatted(result.day(), events, folded));
        }
    }

    private long replace(Table table, List<LocalDate> days, Collection<DataFile> files) {
        Object[] names = days.stream().map(LocalDate::toString).toArray();
        return TableFiles.replace(table, Expressions.in("day", names), files, lease);
    }
}
