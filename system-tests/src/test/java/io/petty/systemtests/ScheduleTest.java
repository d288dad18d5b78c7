package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.LakeDatabase;
import io.petty.scheduler.Petty;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons in processes of their own. */
class ScheduleTest {
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};
    private static final String EVERY_TWO_SECONDS = "*/2 * * * * *";
    private static final Map<String, String> SETTINGS = Map.of("PETTY_LEASE_EXPIRY", "2s", "PETTY_SCHEDULE_PORT", "0");
    private static final Pattern HEALTH = Pattern.compile("Health at (http\\S+)/health/live");

    private final LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);

    @TempDir
    private Path folder;

    private PettyHome home;
    private Path raw;

    @BeforeEach
    void deliver() {
        home = new PettyHome(folder.resolve("home"));
        raw = folder.resolve("raw");
    }

    @Test
    void takesUpANightInWhichItWasKilled() {
        generate(3);
        Map<String, String> expected = undisturbed();
        try (PettyProcess daemon = schedule("--cron", EVERY_TWO_SECONDS)) {
            assertThat(daemon.reaches(line -> line.contains("Executing step: [timelinesPartitioned]")))
                    .as(daemon.written())
                    .isTrue();
            daemon.kill();
        }
        assertThat(home.command("status")).contains("stale", "readings changed");
        assertThat(home.command("runs")).contains("cut off");
        assertThat(home.command("runs", "show", 1)).containsPattern("State +cut off");
        // Its own next night is far away: it is the one that was cut off that it takes up.
        try (PettyProcess daemon = schedule()) {
            assertThat(daemon.reaches(line -> line.contains("Night of ")))
                    .as(daemon.written())
                    .isTrue();
            daemon.terminate();
            assertThat(daemon.exitCode()).as(daemon.written()).isEqualTo(Petty.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
        assertThat(home.command("runs")).contains("nightly 20", "the run was cut off", "completed");
        assertThat(home.command("status")).doesNotContain("failed", "missing", "stale");
    }

    @Test
    void endsANightAtACleanPointWhenItIsAskedTo() {
        generate(3);
        Map<String, String> expected = undisturbed();
        try (PettyProcess daemon = schedule("--cron", EVERY_TWO_SECONDS)) {
            assertThat(daemon.reaches(line -> line.contains("Executing step: [ingest")))
                    .as(daemon.written())
                    .isTrue();
            daemon.terminate();
            assertThat(daemon.exitCode()).as(daemon.written()).isEqualTo(Petty.DONE);
            assertThat(daemon.written()).contains("Go on with ./petty schedule", "goes on with the next start");
        }
        try (PettyProcess daemon = schedule()) {
            assertThat(daemon.reaches(line -> line.contains("Night of ")))
                    .as(daemon.written())
                    .isTrue();
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    @Test
    void runsEachNightOnceHoweverManyInstancesThereAre() {
        generate(2);
        Map<String, String> expected = undisturbed();
        try (PettyProcess first = schedule("--cron", EVERY_TWO_SECONDS);
                PettyProcess second = schedule("--cron", EVERY_TWO_SECONDS);
                PettyProcess third = schedule("--cron", EVERY_TWO_SECONDS)) {
            for (PettyProcess daemon : List.of(first, second, third)) {
                assertThat(daemon.reaches(line -> line.contains("Health at")))
                        .as(daemon.written())
                        .isTrue();
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (nights().size() < 4) {
                assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            }
        }
        assertThat(nights()).doesNotHaveDuplicates();
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    @Test
    void makesUpForNightsThatWereMissed() throws Exception {
        generate(7);
        Map<String, String> expected = undisturbed();
        try (PettyProcess daemon = schedule()) {
            assertThat(daemon.reaches(line -> line.contains("Health at")))
                    .as(daemon.written())
                    .isTrue();
            HttpResponse<String> ready = ready(daemon);
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            daemon.terminate();
            assertThat(daemon.exitCode()).as(daemon.written()).isEqualTo(Petty.DONE);
        }
        // As after five days in which no daemon was there.
        Instant downtime = Instant.now().minus(Duration.ofDays(5));
        record(downtime, downtime.plusSeconds(60));
        try (PettyProcess daemon = schedule()) {
            assertThat(daemon.reaches(line -> line.contains("Night of ")))
                    .as(daemon.written())
                    .isTrue();
            assertThat(daemon.written())
                    .contains("delivery days %s to %s".formatted(yesterday.minusDays(7), yesterday));
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
        assertThat(nights()).hasSize(1);
    }

    @Test
    void saysWhatANightFailedByAndTriesItAgain() {
        generate(2);
        assertThat(raw.resolve("dt=" + yesterday)
                        .toFile()
                        .renameTo(folder.resolve("late").toFile()))
                .isTrue();
        try (PettyProcess daemon = schedule("--cron", EVERY_TWO_SECONDS)) {
            assertThat(daemon.reaches(line -> line.contains("The night failed")))
                    .as(daemon.written())
                    .isTrue();
            assertThat(daemon.written()).contains("nothing was delivered for " + yesterday);
            assertThat(folder.resolve("late")
                            .toFile()
                            .renameTo(raw.resolve("dt=" + yesterday).toFile()))
                    .isTrue();
            assertThat(daemon.reaches(line -> line.contains("Night of ")))
                    .as(daemon.written())
                    .isTrue();
        }
        assertThat(home.command("status")).doesNotContain("missing", "failed");
    }

    @Test
    void failsAtTheStartWhenASettingMakesNoSense() {
        assertThat(home.attempt("schedule", "--raw", folder, "--cron", "every night")
                        .endsWith(Petty.WRONG_USE)
                        .err())
                .contains("petty.schedule.cron must be like");
        assertThat(home.attempt("schedule", "--raw", folder.resolve("nowhere"))
                        .endsWith(Petty.WRONG_USE)
                        .err())
                .contains("petty.raw");
    }

    private void generate(int days) {
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        yesterday.minusDays(days - 1L).toString(),
                        "--days",
                        String.valueOf(days),
                        "--collars",
                        "2",
                        "--files-per-day",
                        "4")
                .endsWith(Petty.DONE);
    }

    private Map<String, String> undisturbed() {
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        return undisturbed.exports(TABLES);
    }

    private PettyProcess schedule(String... options) {
        Object[] arguments = new Object[options.length + 3];
        arguments[0] = "schedule";
        arguments[1] = "--raw";
        arguments[2] = raw;
        System.arraycopy(options, 0, arguments, 3, options.length);
        return PettyProcess.start(home, SETTINGS, arguments);
    }

    private static HttpResponse<String> ready(PettyProcess daemon) throws Exception {
        Matcher health = HEALTH.matcher(daemon.written());
        assertThat(health.find()).as(daemon.written()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(health.group(1) + "/health/ready"))
                                .build(),
                        BodyHandlers.ofString());
    }

    /** The times of the nights that were run, as the record of runs has them. */
    private List<String> nights() {
        return home.command("runs")
                .lines()
                .filter(line -> line.contains("nightly "))
                .map(line -> line.replaceFirst(".*(nightly \\S+).*", "$1"))
                .toList();
    }

    private void record(Instant lastSuccess, Instant next) throws Exception {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Connection connection = database.dataSource().getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update scheduled_tasks set last_success = ?, execution_time = ?")) {
            update.setObject(1, OffsetDateTime.ofInstant(lastSuccess, ZoneOffset.UTC));
            update.setObject(2, OffsetDateTime.ofInstant(next, ZoneOffset.UTC));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
