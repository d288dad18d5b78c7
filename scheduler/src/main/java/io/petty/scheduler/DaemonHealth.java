package io.petty.scheduler;

import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.lake.Publications;
import io.petty.limits.SharedRead;
import io.petty.parquet.export.TimeText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports whether the daemon works and whether it could run the next night. */
public final class DaemonHealth {
    /**
     * A night is overdue if no instance has started it this long after it was due. Instances poll every few seconds.
     */
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private final NightlyDaemon daemon;
    private final SharedRead<Recorded> recorded;
    private final ScheduleSettings settings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Supplier<@Nullable Progress> progress;

    /**
     * Creates the health check of a daemon.
     *
     * @param databaseLimit how long the database may take to answer
     * @param nanos the clock that {@link Progress#changedNanos} uses
     * @param progress the progress of the current run; null between nights
     */
    public DaemonHealth(
            NightlyDaemon daemon,
            Publications publications,
            Duration databaseLimit,
            ScheduleSettings settings,
            Clock clock,
            LongSupplier nanos,
            Supplier<@Nullable Progress> progress) {
        this.daemon = daemon;
        this.recorded = new SharedRead<>("health-database", () -> read(daemon, publications), databaseLimit);
        this.settings = settings;
        this.clock = clock;
        this.nanos = nanos;
        this.progress = progress;
    }

    /**
     * The records in the database.
     *
     * @param nights null before the daemon's first start
     * @param newestPublishedDay null if no day is published
     */
    public record Recorded(
            NightlyDaemon.@Nullable Nights nights, @Nullable LocalDate newestPublishedDay) {}

    /** @throws RuntimeException if the database fails or doesn't answer within the limit */
    public Recorded recorded() {
        return recorded.current();
    }

    private static Recorded read(NightlyDaemon daemon, Publications publications) {
        NightlyDaemon.Nights nights = daemon.nights().orElse(null);
        List<LocalDate> days = publications.days();
        return new Recorded(nights, days.isEmpty() ? null : days.get(days.size() - 1));
    }

    /**
     * The daemon's health.
     *
     * @param status {@code UP} or {@code DOWN}
     * @param reason why it is down; null if it is up
     * @param run the run in progress in this process; null for none
     * @param nights null while the database doesn't answer
     * @param newestPublishedDay null if no day is published, and while the database doesn't answer
     */
    record Report(
            String status,
            @Nullable String reason,
            @Nullable Running run,
            NightlyDaemon.@Nullable Nights nights,
            @Nullable LocalDate newestPublishedDay) {
        boolean isUp() {
            return reason == null;
        }
    }

    /**
     * A run in progress.
     *
     * @param doing the current phase in words; empty while it waits for another run
     * @param done progress of the phase, up to {@code total}
     * @param quietSeconds the time since its last progress
     */
    record Running(String doing, long done, long total, long readings, long quietSeconds) {}

    /** Reports whether the daemon works. If it doesn't, it should be restarted. */
    Report live() {
        return report(false);
    }

    /** Reports whether the next night could start now. */
    Report ready() {
        return report(true);
    }

    private Report report(boolean needsDatabase) {
        Running running = running();
        NightlyDaemon.Nights nights = null;
        LocalDate newest = null;
        String unreachable = null;
        try {
            Recorded known = recorded();
            nights = known.nights();
            newest = known.newestPublishedDay();
        } catch (RuntimeException e) {
            unreachable = "the database doesn't answer: " + FailureText.of(e);
        }
        String reason = reason(running, nights);
        if (reason == null && needsDatabase) {
            reason = unreachable;
        }
        return new Report(reason == null ? "UP" : "DOWN", reason, running, nights, newest);
    }

    private @Nullable String reason(@Nullable Running running, NightlyDaemon.@Nullable Nights nights) {
        if (!daemon.isStarted()) {
            return "the daemon is starting or stopping";
        }
        if (running != null
                && !running.doing().isEmpty()
                && Duration.ofSeconds(running.quietSeconds())
                                .compareTo(settings.hungAfter().truncatedTo(ChronoUnit.SECONDS))
                        >= 0) {
            return "the run hangs: '%s' made no progress for %d s".formatted(running.doing(), running.quietSeconds());
        }
        Instant now = clock.instant();
        if (nights != null && !nights.running() && nights.next().plus(OVERDUE).isBefore(now)) {
            return "the night of %s was never started".formatted(TimeText.of(nights.next()));
        }
        return null;
    }

    private @Nullable Running running() {
        Progress current = progress.get();
        if (current == null) {
            return null;
        }
        Progress.Phase phase = current.phase();
        return new Running(
                phase.name(),
                current.done(),
                phase.total(),
                current.readings(),
                Duration.ofNanos(nanos.getAsLong() - current.changedNanos()).toSeconds());
    }
}
