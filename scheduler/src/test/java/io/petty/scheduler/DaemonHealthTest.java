package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.lake.Publications;
import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.LakeDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonHealthTest {
    /** The number of connections in the pool, and two more for the catalog. */
    private static final int CONNECTIONS = DatabaseSettings.EMBEDDED.poolSize() + 2;

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private static Path home;

    private static LakeDatabase database;
    private static NightlyDaemon daemon;

    private @Nullable Progress progress;

    /** The time since the run's last progress. */
    private Duration quiet = Duration.ZERO;

    @BeforeAll
    static void start() {
        database = LakeDatabase.openEmbedded(home);
        daemon = daemon(database);
        daemon.start();
    }

    @AfterAll
    static void end() {
        daemon.close();
        database.close();
    }

    private static NightlyDaemon daemon(LakeDatabase of) {
        return new NightlyDaemon(
                of,
                settings(),
                Duration.ofHours(4),
                Clock.fixed(NOON, ZoneOffset.UTC),
                new StopRequest(),
                SchedulerListener.NOOP,
                (time, days) -> {});
    }

    @Test
    void isUpBetweenNights() {
        DaemonHealth health = health(NOON);
        assertThat(health.live().status()).isEqualTo("UP");
        assertThat(health.ready().status()).isEqualTo("UP");
        assertThat(health.ready().nights())
                .isEqualTo(new NightlyDaemon.Nights(Instant.parse("2026-11-24T03:00:00Z"), false, null, null, 0));
    }

    @Test
    void isDownWhileARunHangs() {
        progress = new Progress();
        progress.begin("Reading raw files of 2026-11-22", "files", 24);
        progress.unitDone();
        assertThat(health(NOON).live().run())
                .isEqualTo(new DaemonHealth.Running("Reading raw files of 2026-11-22", 1, 24, 0, 0));
        assertThat(health(NOON).live().isUp()).isTrue();
        quiet = Duration.ofMinutes(15).minusNanos(1);
        assertThat(health(NOON).live().isUp()).isTrue();
        quiet = Duration.ofMinutes(15);
        assertThat(health(NOON).live().reason())
                .isEqualTo("the run hangs: 'Reading raw files of 2026-11-22' made no progress for 900 s");
    }

    @Test
    void isUpWhileARunWaitsForAnotherRun() {
        progress = new Progress();
        quiet = Duration.ofDays(1);
        assertThat(health(NOON).live().isUp()).isTrue();
    }

    @Test
    void isDownIfNoInstanceStartedANight() {
        Instant due = Instant.parse("2026-11-24T03:00:00Z");
        assertThat(health(due.plusSeconds(60)).live().isUp()).isTrue();
        assertThat(health(due.plusSeconds(600)).live().reason())
                .isEqualTo("the night of 2026-11-24T03:00:00.000Z was never started");
    }

    /** The test closes the database first, and then the daemon. */
    @Test
    void isLiveButNotReadyWithoutItsDatabaseAndDownOnceItStops(@TempDir Path other) throws Exception {
        try (LakeDatabase closing = LakeDatabase.openEmbedded(other);
                NightlyDaemon ending = daemon(closing)) {
            ending.start();
            DaemonHealth health = health(ending, closing, NOON);
            try (HealthServer server = HealthServer.open(settings(), health)) {
                closing.close();
                assertThat(health.live().isUp()).isTrue();
                assertThat(health.ready().reason()).startsWith("the database doesn't answer");
                assertThat(get(server, "GET", "/health/ready").statusCode()).isEqualTo(503);
                ending.close();
                assertThat(health.live().reason()).isEqualTo("the daemon is starting or stopping");
                assertThat(get(server, "GET", "/health/live").statusCode()).isEqualTo(503);
            }
        }
    }

    @Test
    void isLiveButNotReadyWhileItsDatabaseDoesNotAnswer(@TempDir Path other) throws Exception {
        try (LakeDatabase silent = LakeDatabase.openEmbedded(other)) {
            // All connections are in use, so a query never gets one.
            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(silent.dataSource().getConnection().isValid(0)).isTrue();
            }
            DaemonHealth health = health(daemon, silent, Duration.ofMillis(50), NOON);
            assertThat(health.live().isUp()).isTrue();
            assertThat(health.ready().reason())
                    .startsWith("the database doesn't answer")
                    .contains("50 ms");
        }
    }

    @Test
    void answersByHttp() throws Exception {
        try (HealthServer server = HealthServer.open(settings(), health(NOON))) {
            HttpResponse<String> ready = get(server, "GET", "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("\"status\":\"UP\"", "\"next\":\"2026-11-24T03:00:00Z\"");
            assertThat(get(server, "GET", "/health/live/x").statusCode()).isEqualTo(404);
            assertThat(get(server, "GET", "/").statusCode()).isEqualTo(404);
            assertThat(get(server, "POST", "/health/live").statusCode()).isEqualTo(405);
        }
    }

    private static HttpResponse<String> get(HealthServer server, String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    private DaemonHealth health(Instant now) {
        return health(daemon, database, now);
    }

    private DaemonHealth health(NightlyDaemon of, LakeDatabase its, Instant now) {
        return health(of, its, Duration.ofMinutes(4), now);
    }

    private DaemonHealth health(NightlyDaemon of, LakeDatabase its, Duration databaseLimit, Instant now) {
        return new DaemonHealth(
                of,
                new Publications(its),
                databaseLimit,
                settings(),
                Clock.fixed(now, ZoneOffset.UTC),
                () -> Objects.requireNonNull(progress).changedNanos() + quiet.toNanos(),
                () -> progress);
    }

    private static ScheduleSettings settings() {
        ScheduleSettings defaults = ScheduleSettings.DEFAULTS;
        return new ScheduleSettings(
                defaults.cron(),
                defaults.zone(),
                defaults.lookBack(),
                defaults.catchUp(),
                defaults.retries(),
                defaults.retryAfter(),
                Duration.ofMinutes(15),
                defaults.address(),
                0);
    }
}
