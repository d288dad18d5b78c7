package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import io.petty.jobs.StopRequest;
import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs nights with a clock that the tests set. */
class NightlyDaemonTest {
    /** Long enough that no heartbeat is due during a test. Heartbeats use the machine's clock. */
    private static final Duration EXPIRY = Duration.ofHours(4);

    @TempDir
    private static Path home;

    private static LakeDatabase database;

    private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final BlockingQueue<NightDays> nights = new LinkedBlockingQueue<>();

    /** The failures of the next nights, in order. Later nights succeed. */
    private final Deque<Throwable> failures = new ArrayDeque<>();

    /** One permit for each night that has ended and whose outcome is recorded. */
    private final Semaphore ends = new Semaphore(0);

    /** One permit for each night that may end. */
    private final Semaphore mayEnd = new Semaphore(Short.MAX_VALUE);

    private final Map<NightlyDaemon, Looks> daemons = new LinkedHashMap<>();

    /** Counts a daemon's polls and the ends of nights. */
    private final class Looks extends AbstractSchedulerListener {
        private final Semaphore done = new Semaphore(0);

        @Override
        public void onSchedulerEvent(SchedulerEventType type) {
            if (type == SchedulerEventType.RAN_EXECUTE_DUE) {
                done.release();
            }
        }

        @Override
        public void onExecutionComplete(ExecutionComplete complete) {
            ends.release();
        }
    }

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

    @BeforeAll
    static void open() {
        database = LakeDatabase.openEmbedded(home);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void forgetNights() {
        JdbcClient.create(database.dataSource())
                .sql("delete from scheduled_tasks")
                .update();
    }

    /** Closes all daemons, so that no further night can begin, and then checks that no night began unexpectedly. */
    @AfterEach
    void assertThatNoNightIsLeft() {
        daemons.keySet().forEach(NightlyDaemon::close);
        assertThat(nights).isEmpty();
    }

    @Test
    void runsANightOnceIfSeveralInstancesLookForIt() throws InterruptedException {
        try (NightlyDaemon first = daemon();
                NightlyDaemon second = daemon();
                NightlyDaemon third = daemon()) {
            first.start();
            second.start();
            third.start();
            assertNoNight();
            clock.set("2026-11-24T03:00:00Z");
            assertThat(next()).isEqualTo(new NightDays(day("2026-11-21"), day("2026-11-23")));
            awaitSuccess(first);
            assertNoNight();
            clock.set("2026-11-25T03:00:00Z");
            assertThat(next()).isEqualTo(new NightDays(day("2026-11-21"), day("2026-11-24")));
            awaitSuccess(first);
            assertNoNight();
        }
    }

    @Test
    void catchesUpOnMissedNights() throws InterruptedException {
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
            assertNoNight();
        }
    }

    @Test
    void retriesAFailedNightAFewTimesAndThenWaitsForTheNext() throws InterruptedException {
        for (int i = 0; i <= ScheduleSettings.DEFAULTS.retries(); i++) {
            failures.add(new IllegalStateException("the storage is unavailable"));
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
    void doesNotRetryANightThatFailedBecauseOfItsData() throws InterruptedException {
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
    void retriesAFailedNightAtARestart() throws InterruptedException {
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
    void continuesAfterANightThatEndedWithAnError() throws InterruptedException {
        failures.add(new OutOfMemoryError("Java heap space"));
        try (NightlyDaemon daemon = daemon()) {
            daemon.start();
            clock.set("2026-11-24T03:00:00Z");
            next();
            awaitFailures(daemon, 1);
            clock.set(daemon.nights().orElseThrow().next().toString());
            next();
            awaitSuccess(daemon);
        }
    }

    @Test
    void doesNotRetryAFailedNightThatAnotherInstanceIsRunning() throws InterruptedException {
        failures.add(new IllegalStateException("the storage is unavailable"));
        try (NightlyDaemon first = daemon();
                NightlyDaemon second = daemon()) {
            first.start();
            clock.set("2026-11-24T03:00:00Z");
            next();
            awaitFailures(first, 1);

            mayEnd.drainPermits();
            Appender<ILoggingEvent> firstComesBefore = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getMessage().startsWith("The last night failed")) {
                        clock.set("2026-11-24T09:00:00Z");
                        first.look();
                        takeNight();
                    }
                }
            };
            firstComesBefore.start();
            Logger logger = (Logger) LoggerFactory.getLogger(NightlyDaemon.class);
            logger.addAppender(firstComesBefore);
            logger.setLevel(Level.INFO);
            try {
                second.start();
            } finally {
                logger.setLevel(null);
                logger.detachAppender(firstComesBefore);
                mayEnd.release();
            }
            awaitSuccess(first);
            assertNoNight();
        }
    }

    @Test
    void runsOnceWhenClocksGoBack() throws InterruptedException {
        clock.set("2026-10-24T12:00:00Z");
        ScheduleSettings berlin = settings("0 30 2 * * *", "Europe/Berlin");
        try (NightlyDaemon daemon = daemon(berlin)) {
            daemon.start();
            clock.set("2026-10-25T00:30:00Z");
            next();
            awaitSuccess(daemon);
            clock.set("2026-10-25T01:30:00Z");
            assertNoNight();
            assertThat(daemon.nights().orElseThrow().next()).isEqualTo("2026-10-26T01:30:00Z");
        }
    }

    @Test
    void appliesAChangedTimeInTheSettings() {
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
        Looks looks = new Looks();
        NightlyDaemon daemon =
                new NightlyDaemon(database, settings, EXPIRY, clock, new StopRequest(), looks, (time, days) -> {
                    nights.add(days);
                    mayEnd.acquire();
                    Throwable failure = failures.poll();
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    if (failure instanceof Exception exception) {
                        throw exception;
                    }
                });
        daemons.put(daemon, looks);
        return daemon;
    }

    private NightDays next() throws InterruptedException {
        look();
        return nights.take();
    }

    private void takeNight() {
        try {
            nights.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNoNight() throws InterruptedException {
        look();
        assertThat(nights).isEmpty();
    }

    /** Makes each daemon poll for a due night. */
    private void look() throws InterruptedException {
        for (Map.Entry<NightlyDaemon, Looks> daemon : daemons.entrySet()) {
            if (daemon.getKey().isStarted()) {
                Semaphore done = daemon.getValue().done;
                done.drainPermits();
                // The first poll may have begun before the clock was set. The second one begins after that.
                for (int looks = 0; looks < 2; looks++) {
                    daemon.getKey().look();
                    done.acquire();
                }
            }
        }
    }

    private void awaitFailures(NightlyDaemon daemon, int failures) throws InterruptedException {
        ends.acquire();
        NightlyDaemon.Nights known = daemon.nights().orElseThrow();
        assertThat(known.running()).isFalse();
        assertThat(known.failures()).isEqualTo(failures);
        assertThat(known.lastFailure()).isEqualTo(clock.instant());
    }

    private void awaitSuccess(NightlyDaemon daemon) throws InterruptedException {
        ends.acquire();
        NightlyDaemon.Nights known = daemon.nights().orElseThrow();
        assertThat(known.running()).isFalse();
        assertThat(known.lastSuccess()).isEqualTo(clock.instant());
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }
}
