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

/** Watches a run from its lease to its end: names it in the log, and reports its outcome. */
final class RunTelemetry implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunTelemetry.class);
    private static final String RUN_ID = "run_id";

    private final CommandContext context;
    private final Workspace workspace;
    private final long run;
    private final String command;
    private final long started = System.nanoTime();
    private final @Nullable RunTraces traces;
    private final @Nullable RunMetrics metrics;

    /** Of this run alone, for a command that ends with it; null where figures are kept for longer, or not at all. */
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

    /** Where the run's figures are kept; nobody reads them where none are wanted. */
    MeterRegistry figures() {
        return metrics == null ? new SimpleMeterRegistry() : metrics.registry();
    }

    /** Tells of work that came to its end, with failed days or without; null for work that makes no outcome of days. */
    void ended(@Nullable RunOutcome outcome) {
        if (!isWatched()) {
            return;
        }
        try {
            tell(
                    outcome == null
                            ? summary(
                                    RunSummary.State.COMPLETED,
                                    null,
                                    List.of(),
                                    DeliveryFindings.NONE,
                                    List.of(),
                                    List.of())
                            : summary(outcome));
        } catch (RuntimeException e) {
            // The run is over and recorded; that nobody was told of it must not make it fail.
            LOG.warn("What came of run {} can't be told: {}", run, FailureText.of(e));
        }
    }

    private RunSummary summary(RunOutcome outcome) {
        List<RunOutcome.Failure> failures = outcome.failures();
        return summary(
                failures.isEmpty() ? RunSummary.State.COMPLETED : RunSummary.State.FAILED,
                failures.isEmpty() ? null : failures.get(0).message(),
                outcome.ingested(),
                outcome.findings(),
                outcome.published().stream().distinct().toList(),
                failures.stream().map(RunOutcome.Failure::day).distinct().toList());
    }

    /** Tells of work that ended otherwise. */
    void ended(RunSummary.State state, @Nullable Throwable failure) {
        if (isWatched()) {
            tell(summary(
                    state,
                    failure == null ? null : FailureText.of(failure),
                    List.of(),
                    DeliveryFindings.NONE,
                    List.of(),
                    List.of()));
        }
    }

    private boolean isWatched() {
        return context.log().isJson() || metrics != null || traces != null;
    }

    private void tell(RunSummary summary) {
        if (context.log().isJson()) {
            RunLog.ended(summary);
        }
        if (traces != null) {
            traces.ended(summary.state());
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
                            .events(event -> byBehavior.merge(event.behavior().label(), 1L, Long::sum));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return byBehavior;
    }

    private RunSummary summary(
            RunSummary.State state,
            @Nullable String error,
            List<LocalDate> ingested,
            DeliveryFindings findings,
            List<LocalDate> published,
            List<LocalDate> failed) {
        long readings = 0;
        long rejects = 0;
        long forgotten = 0;
        long unusableFiles = 0;
        long ignoredFiles = 0;
        for (LocalDate day : ingested) {
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
        long events = published.stream()
                .flatMap(day -> workspace.publications().current(day).stream())
                .mapToLong(publication -> publication.content().events())
                .sum();
        return new RunSummary(
                run,
                command,
                state,
                Duration.ofNanos(System.nanoTime() - started),
                ingested,
                List.copyOf(findings.incomplete().keySet()),
                published,
                failed,
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
