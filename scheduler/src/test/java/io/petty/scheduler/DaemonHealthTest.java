package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.lake.LakeDatabase;
import io.petty.lake.Publications;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonHealthTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path home;

    private LakeDatabase database;
    private NightlyDaemon daemon;
    private @Nullable Progress progress;

    @BeforeEach
    void start() {
        database = LakeDatabase.openEmbedded(home);
        daemon = new NightlyDaemon(
                database.dataSource(),
                settings(Duration.ofMinutes(15)),
                Duration.ofSeconds(30),
                Clock.fixed(NOON, ZoneOffset.UTC),
                new StopRequest(),
                (time, days) -> {});
        daemon.start();
    }

    @AfterEach
    void end() {
        daemon.close();
        database.close();
    }

    @Test
    void isWellBetweenNights() {
        DaemonHealth health = health(Duration.ofMinutes(15), NOON);
        assertThat(health.live().status()).isEqualTo("UP");
        assertThat(health.ready().status()).isEqualTo("UP");
        assertThat(health.ready().nights())
                .isEqualTo(new NightlyDaemon.Nights(Instant.parse("2026-11-24T03:00:00Z"), false, null, null, 0));
    }

    @Test
    void tellsARunThatHangsFromOneThatWorks() {
        progress = new Progress();
        progress.begin("Reading raw files of 2026-11-22", "files", 24);
        progress.unitDone();
        assertThat(health(Duration.ofMinutes(15), NOON).live().run())
                .isEqualTo(new DaemonHealth.Running("Reading raw files of 2026-11-22", 1, 24, 0, 0));
        assertThat(health(Duration.ofMinutes(15), NOON).live().isUp()).isTrue();
        // Any silence is too long now.
        assertThat(health(Duration.ofNanos(1), NOON).live().reason())
                .isEqualTo("the run hangs: 'Reading raw files of 2026-11-22' made no progress for 0 s");
    }

    @Test
    void doesNotTakeWaitingForAnotherRunForHanging() {
        progress = new Progress();
        assertThat(health(Duration.ofNanos(1), NOON).live().isUp()).isTrue();
    }

    @Test
    void missesANightThatNobodyBegan() {
        Instant due = Instant.parse("2026-11-24T03:00:00Z");
        assertThat(health(Duration.ofMinutes(15), due.plusSeconds(60)).live().isUp())
                .isTrue();
        assertThat(health(Duration.ofMinutes(15), due.plusSeconds(600)).live().reason())
                .isEqualTo("the night of 2026-11-24T03:00:00.000Z was never begun");
    }

    @Test
    void isAliveButNotReadyWithoutItsDatabase() {
        database.close();
        DaemonHealth health = health(Duration.ofMinutes(15), NOON);
        assertThat(health.live().isUp()).isTrue();
        assertThat(health.ready().reason()).startsWith("the database doesn't answer");
    }

    @Test
    void isDownOnceItEnds() {
        daemon.close();
        assertThat(health(Duration.ofMinutes(15), NOON).live().reason()).isEqualTo("it is starting or ending");
    }

    @Test
    void answersByHttp() throws Exception {
        try (HealthServer server =
                HealthServer.open(settings(Duration.ofMinutes(15)), health(Duration.ofMinutes(15), NOON))) {
            HttpResponse<String> ready = get(server, "GET", "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("\"status\":\"UP\"", "\"next\":\"2026-11-24T03:00:00Z\"");
            assertThat(get(server, "GET", "/health/live/x").statusCode()).isEqualTo(404);
            assertThat(get(server, "GET", "/").statusCode()).isEqualTo(404);
            assertThat(get(server, "POST", "/health/live").statusCode()).isEqualTo(405);
            daemon.close();
            assertThat(get(server, "GET", "/health/live").statusCode()).isEqualTo(503);
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

    private DaemonHealth health(Duration hungAfter, Instant now) {
        return new DaemonHealth(
                daemon,
                new Publications(database.dataSource()),
                settings(hungAfter),
                Clock.fixed(now, ZoneOffset.UTC),
                () -> progress);
    }

    private static ScheduleSettings settings(Duration hungAfter) {
        ScheduleSettings defaults = ScheduleSettings.DEFAULTS;
        return new ScheduleSettings(
                defaults.cron(),
                defaults.zone(),
                defaults.lookBack(),
                defaults.catchUp(),
                defaults.retries(),
                defaults.retryAfter(),
                hungAfter,
                defaults.address(),
                0);
    }
}
