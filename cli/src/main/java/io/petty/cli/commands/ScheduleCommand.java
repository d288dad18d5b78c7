package io.petty.cli.commands;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.petty.cli.render.DayList;
import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.PettySettings;
import io.petty.cli.workspace.StopSignals;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.ingest.RawFolders;
import io.petty.jobs.update.RunOutcome;
import io.petty.parquet.export.TimeText;
import io.petty.scheduler.DaemonHealth;
import io.petty.scheduler.HealthServer;
import io.petty.scheduler.NightDays;
import io.petty.scheduler.NightFailedException;
import io.petty.scheduler.NightlyDaemon;
import io.petty.scheduler.telemetry.CloudWatchFigures;
import io.petty.scheduler.telemetry.RunMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Processes new deliveries every night, until a signal ends the command. */
@Command(
        name = "schedule",
        description = {
            "Bring the last delivery days up to date every night, until a signal ends it.",
            "The settings petty.schedule.* set the time and what happens after a failed night. Several schedules can share"
                    + " a lake."
        },
        mixinStandardHelpOptions = true)
public final class ScheduleCommand extends LakeCommand {
    private static final long LOOK_MILLIS = 200;

    /** How long health checks and metrics wait for the database. Their clients wait longer. */
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(2);

    /** Progress of the night's run; null between nights. */
    private volatile @Nullable Progress progress;

    @Mixin
    private final SparkOption spark = new SparkOption();

    @Option(
            names = "--cron",
            paramLabel = "CRON",
            description =
                    "Time to run, as second, minute, hour, day of month, month and weekday (default: '0 0 3 * * *').")
    private @Nullable String cron;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Time zone of the cron expression (default: UTC).")
    private @Nullable String zone;

    ScheduleCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        StopRequest stop = context.stop();
        StopSignals.listen(stop, err);
        try (Workspace workspace = open()) {
            // Opened now, so that the command fails at once, not at night, if one of them can't be reached.
            workspace.raw();
            workspace.lake();
            PettySettings settings = workspace.settings();
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            CompositeMeterRegistry registries = new CompositeMeterRegistry(Clock.SYSTEM, List.of(registry));
            if (settings.metrics().isSent()) {
                registries.add(CloudWatchFigures.open(settings.metrics()));
            }
            RunMetrics metrics = new RunMetrics(registries);
            context.keepMetrics(metrics);
            try (NightlyDaemon daemon = new NightlyDaemon(
                    workspace.database(),
                    settings.schedule(),
                    settings.lease().expiry(),
                    context.clock(),
                    stop,
                    SchedulerListener.NOOP,
                    this::night)) {
                DaemonHealth health = new DaemonHealth(
                        daemon,
                        workspace.publications(),
                        DATABASE_LIMIT,
                        settings.schedule(),
                        context.clock(),
                        System::nanoTime,
                        () -> progress);
                try (HealthServer server = HealthServer.open(settings.schedule(), health)) {
                    server.serveText("/metrics", registry::scrape);
                    daemon.start();
                    metrics.watch(
                            context.clock(),
                            () -> health.recorded().newestPublishedDay(),
                            () -> lastSuccess(health.recorded().nights()));
                    log().info(
                                    "Health at {}/health/live and {}/health/ready, metrics at {}/metrics",
                                    server.address(),
                                    server.address(),
                                    server.address());
                    while (!stop.isRequested()) {
                        Thread.sleep(LOOK_MILLIS);
                    }
                    registries.getRegistries().forEach(MeterRegistry::close);
                    log().info(progress == null ? "Ending" : "Ending once the night's run reaches a clean point");
                }
            }
        }
        return ExitCode.DONE;
    }

    private static @Nullable Instant lastSuccess(NightlyDaemon.@Nullable Nights nights) {
        return nights == null ? null : nights.lastSuccess();
    }

    private Workspace open() {
        Map<String, Object> given = new LinkedHashMap<>(spark.settings());
        if (cron != null) {
            given.put("petty.schedule.cron", cron);
        }
        if (zone != null) {
            given.put("petty.schedule.zone", zone);
        }
        return context.open(options, given);
    }

    /** Uses a new workspace, which no earlier failure can have affected. */
    private void night(Instant time, NightDays days) throws Exception {
        try (Workspace workspace = open()) {
            RawFolders folders = RawFolders.list(workspace.raw());
            SortedSet<LocalDate> delivered = folders.days();
            WritingCommand writing =
                    new WritingCommand(context, workspace, "nightly " + TimeText.of(time), "schedule", true);
            progress = writing.progress();
            SortedSet<LocalDate> checked = daysToCheck(workspace, delivered, days);
            warnOfOlder(workspace, folders.days().headSet(days.first()));
            RunOutcome outcome = writing.write((run, lease) -> run.run(folders, checked, false, false))
                    .outcome();
            if (outcome == null) {
                throw new NightFailedException("its run was stopped", true);
            }
            conclude(time, days, delivered, outcome);
        } finally {
            progress = null;
        }
    }

    private static SortedSet<LocalDate> daysToCheck(
            Workspace workspace, SortedSet<LocalDate> delivered, NightDays days) {
        SortedSet<LocalDate> checked = new TreeSet<>(delivered);
        // If the folder of an ingested delivery day is gone, its readings are removed.
        checked.addAll(workspace.deliveries().days());
        checked.removeIf(day -> !days.contains(day));
        return checked;
    }

    private static void warnOfOlder(Workspace workspace, SortedSet<LocalDate> delivered) throws IOException {
        SortedSet<LocalDate> missing = new TreeSet<>();
        SortedSet<LocalDate> unknown = new TreeSet<>(delivered);
        unknown.removeAll(workspace.deliveries().days());
        for (LocalDate day : unknown) {
            if (!RawDelivery.list(workspace.raw(), day).files().isEmpty()) {
                missing.add(day);
            }
        }
        if (!missing.isEmpty()) {
            log().warn(
                            "{} older delivery days were never ingested: ./petty backfill --from {} --to {}{}",
                            missing.size(),
                            missing.first(),
                            missing.last(),
                            workspace.homeOption());
        }
    }

    private static void conclude(Instant time, NightDays days, SortedSet<LocalDate> delivered, RunOutcome outcome) {
        outcome.findings().lines().forEach(line -> log().warn("{}", PrintableText.of(line)));
        String done = outcome.run() == null
                ? "all was fresh"
                : "run %d ingested %s and published %s"
                        .formatted(outcome.run(), DayList.text(outcome.ingested()), DayList.text(outcome.published()));
        if (!outcome.failures().isEmpty()) {
            RunOutcome.Failure first = outcome.failures().get(0);
            throw new NightFailedException(
                    "%s; %s failed: %s".formatted(done, first.day(), first.message()),
                    !outcome.failures().stream().allMatch(RunOutcome.Failure::audit));
        }
        if (!delivered.contains(days.last()) || outcome.findings().empty().containsKey(days.last())) {
            throw new NightFailedException("%s; nothing was delivered for %s".formatted(done, days.last()), true);
        }
        log().info("Night of {}, delivery days {} to {}: {}", TimeText.of(time), days.first(), days.last(), done);
    }

    /** Not a constant, so that printing the command's help doesn't start the log. */
    private static Logger log() {
        return LoggerFactory.getLogger(NightlyDaemon.class);
    }
}
