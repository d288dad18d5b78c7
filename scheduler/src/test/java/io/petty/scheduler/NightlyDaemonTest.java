package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.StopRequest;
import io.petty.lake.LakeDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nights by a clock that is set by hand. */
class NightlyDaemonTest {
    private static final Duration EXPIRY = Duration.ofMillis(200);

    /** Long enough for some polls: none of them may have brought a night. */
    private static final long QUIET_MILLIS = 400;

    @TempDir
    private Path home;

    private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final BlockingQueue<NightDays> nights = new LinkedBlockingQueue<>();

    /** What nights end with, in their order; those after them end well. */
    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    private final List<NightlyDaemon> daemons = new ArrayList<>();

    private LakeDatabase database;

    private static final class HandSetClock extends Clock {
        private volatile Instant now;

        HandSetClock(Instant now) {
            this.now = now;
        }

        void set(String time) {
            now = Instant.parse(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void open() {
        database = LakeDatabase.openEmbedded(home);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsANightOnceThoughSeveralInstancesLookForIt() throws InterruptedException {
        try (NightlyDaemon first = daemon();
                NightlyDaemon second = daemon();
                NightlyDaemon third = daemon()) {
            first.start();
            second.start();
            third.start();
            assertQuiet();
            clock.set("2026-11-24T03:00:00Z");
            assertThat(next()).isEqualTo(new NightDays(day("2026-11-21"), day("2026-11-23")));
            assertQuiet();
            clock.set("2026-11-25T03:00:00Z");
            assertThat(next()).isEqualTo(new NightDays(day("2026-11-21"), day("2026-11-24")));
            assertQuiet();
        }
    }

    @Test
    void makesUpForNightsThatPassedWhileItWasDown() throws InterruptedException {
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            clock.set("2026-11-24T03:00:00Z");
            next();
            awaitSuccess(daemon);
        }
        clock.set("2026-11-30T16:00:00Z");
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            assertThat(next()).isEqualTo(new NightDays(day("2026-11-21"), day("2026-11-29")));
            awaitSuccess(daemon);
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-12-01T03:00:00Z");
            assertQuiet();
        }
    }

    @Test
    void triesANightThatFailedAgainAFewTimesAndThenWaitsForTheNext() throws InterruptedException {
        for (int i = 0; i <= ScheduleSettings.DEFAULTS.retries(); i++) {
            failures.add(new IllegalStateException("the storage is away"));
        }
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            clock.set("2026-11-24T03:00:00Z");
            next();
            for (int i = 1; i <= ScheduleSettings.DEFAULTS.retries(); i++) {
                awaitFailures(daemon, i);
                assertThat(daemon.nights().orElseThrow().next())
                        .isEqualTo(clock.instant().plus(ScheduleSettings.DEFAULTS.retryAfter()));
                clock.set(clock.instant()
                        .plus(ScheduleSettings.DEFAULTS.retryAfter())
                        .toString());
                next();
            }
            awaitFailures(daemon, ScheduleSettings.DEFAULTS.retries() + 1);
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-11-25T03:00:00Z");
            clock.set("2026-11-25T03:00:00Z");
            next();
            awaitSuccess(daemon);
            assertThat(daemon.nights().orElseThrow().failures()).isZero();
        }
    }

    @Test
    void doesNotTryAgainWhatFailsByItsData() throws InterruptedException {
        failures.add(new NightFailedException("too many rejects", false));
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            clock.set("2026-11-24T03:00:00Z");
            next();
            awaitFailures(daemon, 1);
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-11-25T03:00:00Z");
        }
    }

    @Test
    void triesANightThatFailedAgainWhenItIsStartedAgain() throws InterruptedException {
        failures.add(new NightFailedException("too many rejects", false));
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            clock.set("2026-11-24T03:00:00Z");
            next();
            awaitFailures(daemon, 1);
        }
        clock.set("2026-11-24T09:00:00Z");
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            next();
            awaitSuccess(daemon);
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-11-25T03:00:00Z");
        }
    }

    @Test
    void runsOnceInANightWhoseClockIsPutBack() throws InterruptedException {
        clock.set("2026-10-24T12:00:00Z");
        ScheduleSettings berlin = settings("0 30 2 * * *", "Europe/Berlin");
        try (NightlyDaemon daemon = daemon(berlin)) {
            daemon.start();
            clock.set("2026-10-25T00:30:00Z");
            next();
            awaitSuccess(daemon);
            clock.set("2026-10-25T01:30:00Z");
            assertQuiet();
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-10-26T01:30:00Z");
        }
    }

    @Test
    void takesUpAnotherTimeFromTheSettings() {
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
        }
        try (NightlyDaemon daemon = daemon(settings("0 15 4 * * *", "UTC"))) {
            daemon.start();
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-11-24T04:15:00Z");
        }
    }

    private static ScheduleSettings settings(String cron, String zone) {
        ScheduleSettings defaults = ScheduleSettings.DEFAULTS;
        return new ScheduleSettings(
                cron,
                ZoneId.of(zone),
                defaults.lookBack(),
                defaults.catchUp(),
                defaults.retries(),
                defaults.retryAfter(),
                defaults.hungAfter(),
                defaults.address(),
                defaults.port());
    }

    private NightlyDaemon daemon() {
        return daemon(ScheduleSettings.DEFAULTS);
    }

    private NightlyDaemon daemon(ScheduleSettings settings) {
        NightlyDaemon daemon =
                new NightlyDaemon(database.dataSource(), settings, EXPIRY, clock, new StopRequest(), (time, days) -> {
                    nights.add(days);
                    RuntimeException failure = failures.poll();
                    if (failure != null) {
                        throw failure;
                    }
                });
        daemons.add(daemon);
        return daemon;
    }

    private NightDays next() throws InterruptedException {
        NightDays night = null;
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (night == null) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            // Between looks they wait for a clock that doesn't move by itself.
            daemons.forEach(NightlyDaemon::look);
            night = nights.poll(EXPIRY.toMillis(), TimeUnit.MILLISECONDS);
        }
        return night;
    }

    private void assertQuiet() throws InterruptedException {
        daemons.forEach(NightlyDaemon::look);
        assertThat(nights.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS))
                .as("a night too many")
                .isNull();
    }

    private static void awaitFailures(NightlyDaemon daemon, int failures) {
        await(daemon, nights -> nights.failures() == failures);
    }

    private void awaitSuccess(NightlyDaemon daemon) {
        await(daemon, nights -> clock.instant().equals(nights.lastSuccess()));
    }

    private static void await(NightlyDaemon daemon, java.util.function.Predicate<NightlyDaemon.Nights> reached) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        NightlyDaemon.@Nullable Nights nights = null;
        while (nights == null || nights.running() || !reached.test(nights)) {
            assertThat(System.nanoTime()).as("in time: %s", nights).isLessThan(deadline);
            Thread.onSpinWait();
            nights = daemon.nights().orElse(null);
        }
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }
}
