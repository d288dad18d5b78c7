package io.petty.cli.commands;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.FailureText;
import io.petty.jobs.update.DeliveryFindings;
import io.petty.jobs.update.RunOutcome;
import io.petty.lake.Delivery;
import io.petty.lake.PublishedDay;
import io.petty.lake.RejectCounts;
import io.petty.scheduler.telemetry.CloudWatchFigures;
import io.petty.scheduler.telemetry.RunLog;
import io.petty.scheduler.telemetry.RunMetrics;
import io.petty.scheduler.telemetry.RunSummary;
import io.petty.scheduler.telemetry.RunTraces;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.batch.core.listener.StepExecutionListener;

/** Adds a run's id to its log lines, and reports its outcome to the log, metrics and traces. */
final class RunTelemetry implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunTelemetry.class);
    private static final String RUN_ID = "run_id";

    /** The outcome of work without jobs, and of work that was stopped or failed. */
    private static final RunOutcome NO_DAYS =
            new RunOutcome(null, List.of(), DeliveryFindings.NONE, List.of(), List.of(), false, List.of(), List.of());

    private final CommandContext context;
    private final Workspace workspace;
    private final long run;
    private final String command;
    private final long started = System.nanoTime();
    private final @Nullable RunTraces traces;
    private final @Nullable RunMetrics metrics;

    /** The registry for only this run's metrics; null if they go to the registry of the schedule or are off. */
    private final @Nullable MeterRegistry ownFigures;

    RunTelemetry(CommandContext context, Workspace workspace, long run, String command) {
        this.context = context;
        this.workspace = workspace;
        this.run = run;
        this.command = command;
        MDC.put(RUN_ID, String.valueOf(run));
        boolean sent =
                context.metrics() == null && workspace.settings().metrics().isSent();
        this.ownFigures = sent ? CloudWatchFigures.open(workspace.settings().metrics()) : null;
        this.metrics = ownFigures == null ? context.metrics() : new RunMetrics(ownFigures);
        URI endpoint = workspace.settings().traces().endpoint();
        this.traces = endpoint == null
                ? null
                : new RunTraces(endpoint, workspace.settings().traces().timeout(), run, command);
    }

    /** Returns the listeners to the run's steps. */
    List<StepExecutionListener> stepListeners() {
        List<StepExecutionListener> listeners = new ArrayList<>();
        if (metrics != null) {
            listeners.add(metrics);
        }
        if (traces != null) {
            listeners.add(traces);
        }
        return listeners;
    }

    /** Returns the registry for the run's metrics. Its content is discarded if metrics are off. */
    MeterRegistry figures() {
        return metrics == null ? new SimpleMeterRegistry() : metrics.registry();
    }

    /**
     * Reports that the work is done.
     *
     * @param outcome null for work without jobs
     */
    void ended(@Nullable RunOutcome outcome) {
        RunOutcome days = outcome == null ? NO_DAYS : outcome;
        List<RunOutcome.Failure> failures = days.failures();
        try {
            report(
                    failures.isEmpty() ? RunSummary.State.COMPLETED : RunSummary.State.FAILED,
                    failures.isEmpty() ? null : failures.get(0).message(),
                    days);
        } catch (RuntimeException e) {
            // The run is over and recorded. A failed report must not make it fail.
            LOG.warn("The outcome of run {} can't be reported: {}", run, FailureText.of(e));
        }
    }

    /** Reports that the work was stopped or failed. */
    void ended(RunSummary.State state, @Nullable Throwable failure) {
        report(state, failure == null ? null : FailureText.of(failure), NO_DAYS);
    }

    private void report(RunSummary.State state, @Nullable String error, RunOutcome outcome) {
        if (!context.log().isJson() && metrics == null && traces == null) {
            return;
        }
        RunSummary summary = summary(state, error, outcome);
        if (context.log().isJson()) {
            RunLog.ended(summary);
        }
        if (traces != null) {
            traces.ended(state);
        }
        if (metrics != null) {
            metrics.ended(summary, rejects(summary.ingested()), events(summary.published()));
        }
    }

    private Map<String, Long> rejects(List<LocalDate> ingested) {
        Map<String, Long> byReason = new TreeMap<>();
        for (LocalDate day : ingested) {
            RejectCounts.of(workspace.lake(), day)
                    .byReason()
                    .forEach((reason, count) -> byReason.merge(reason, count, Long::sum));
        }
        return byReason;
    }

    private Map<String, Long> events(List<LocalDate> published) {
        Map<String, Long> byBehavior = new TreeMap<>();
        for (LocalDate day : published) {
            workspace.publications().current(day).ifPresent(publication -> {
                try {
                    new PublishedDay(workspace.lake(), publication)
                            .eventsByBehavior()
                            .forEach((behavior, count) -> byBehavior.merge(behavior, count, Long::sum));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return byBehavior;
    }

    private RunSummary summary(RunSummary.State state, @Nullable String error, RunOutcome outcome) {
        long readings = 0;
        long rejects = 0;
        long forgotten = 0;
        long unusableFiles = 0;
        long ignoredFiles = 0;
        for (LocalDate day : outcome.ingested()) {
            Delivery.Ingested delivered =
                    workspace.deliveries().find(day).map(Delivery::ingested).orElse(null);
            if (delivered != null) {
                readings += delivered.readings();
                rejects += delivered.rejects();
                forgotten += delivered.forgotten();
                unusableFiles += delivered.unusableFiles();
                ignoredFiles += delivered.ignoredFiles();
            }
        }
        List<LocalDate> published = outcome.published().stream().distinct().toList();
        long events = published.stream()
                .flatMap(day -> workspace.publications().current(day).stream())
                .mapToLong(publication -> publication.content().events())
                .sum();
        return new RunSummary(
                run,
                command,
                state,
                Duration.ofNanos(System.nanoTime() - started),
                outcome.ingested(),
                List.copyOf(outcome.findings().incomplete().keySet()),
                published,
                outcome.failures().stream()
                        .map(RunOutcome.Failure::day)
                        .distinct()
                        .toList(),
                readings,
                rejects,
                forgotten,
                unusableFiles,
                ignoredFiles,
                events,
                error);
    }

    @Override
    public void close() {
        if (traces != null) {
            traces.close();
        }
        if (ownFigures != null) {
            ownFigures.close();
        }
        MDC.remove(RUN_ID);
    }
}
