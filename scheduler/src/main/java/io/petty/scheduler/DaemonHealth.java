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

/** Judges whether the daemon does what it is there for. */
public final class DaemonHealth {
    /** After so long nobody has taken a night in hand that was due, though each instance looks every few seconds. */
    private static final Duration OVERDUE = Duration.ofMinutes(5);

    private final NightlyDaemon daemon;
    private final SharedRead<Recorded> recorded;
    private final ScheduleSettings settings;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Supplier<@Nullable Progress> progress;

    /**
     * Makes it.
     *
     * @param databaseLimit how long the database may take to answer
     * @param nanos the clock of {@link Progress#changedNanos}
     * @param progress of the run that is on; null between nights
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
     * What the database knows.
     *
     * @param nights null before the daemon's first look
     * @param newestPublishedDay null before the first one
     */
    public record Recorded(
            NightlyDaemon.@Nullable Nights nights, @Nullable LocalDate newestPublishedDay) {}

    /** @throws RuntimeException when the database fails or doesn't answer within the limit */
    public Recorded recorded() {
        return recorded.current();
    }

    private static Recorded read(NightlyDaemon daemon, Publications publications) {
        NightlyDaemon.Nights nights = daemon.nights().orElse(null);
        List<LocalDate> days = publications.days();
        return new Recorded(nights, days.isEmpty() ? null : days.get(days.size() - 1));
    }

    /**
     * What is known.
     *
     * @param status {@code UP} or {@code DOWN}
     * @param reason why it is down; else null
     * @param run the run that is on in this process; else null
     * @param nights null while the database doesn't answer
     * @param newestPublishedDay null before the first one, and while the database doesn't answer
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
     * A run.
     *
     * @param doing for people; empty while it waits for another run
     * @param done of {@code total}
     * @param quietSeconds since it last counted anything
     */
    record Running(String doing, long done, long total, long readings, long quietSeconds) {}

    /** Whether it works at all; when it doesn't, starting it again helps. */
    Report live() {
        return report(false);
    }

    /** Whether the next night could begin now. */
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
            return "it is starting or ending";
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
            return "the night of %s was never begun".formatted(TimeText.of(nights.next()));
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
