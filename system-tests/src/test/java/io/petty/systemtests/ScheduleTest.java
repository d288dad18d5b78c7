package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.process.WrittenLines;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests daemons in separate processes, with clocks that the tests set at the start. */
class ScheduleTest {
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};
    private static final String EVERY_TWO_SECONDS = "*/2 * * * * *";
    private static final Pattern HEALTH = Pattern.compile("Health at (http\\S+)/health/live");

    @TempDir
    private Path folder;

    @Test
    void resumesAnInterruptedNightAndCatchesUpOnMissedNights() throws Exception {
        PettyHome home = new PettyHome(folder.resolve("home"));
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        Path raw = folder.resolve("raw");
        generate(raw, LocalDate.parse("2026-11-13"), 3);
        undisturbed.command("run", "--raw", raw);
        Map<String, String> expected = undisturbed.exports(TABLES);

        try (PettyProcess daemon = held(home, "2026-11-16T03:00:00Z", raw, "--cron", EVERY_TWO_SECONDS)) {
            daemon.kill();
        }
        assertThat(home.command("status")).contains("stale", "readings changed");
        assertThat(home.command("runs")).contains("cut off");
        assertThat(home.command("runs", "show", 1)).containsPattern("State +cut off");

        // The next night is far away, so the daemon resumes the interrupted one.
        try (PettyProcess daemon = held(home, "2026-11-16T04:00:00Z", raw)) {
            daemon.terminate();
            daemon.awaits("stopping at the next clean point");
            daemon.goOn();
            daemon.endsWith(ExitCode.DONE);
            assertThat(daemon.written()).contains("Continue with ./petty schedule", "continues at the next start");
        }

        try (PettyProcess daemon = daemon(home, "2026-11-16T05:00:00Z", raw)) {
            daemon.awaits("Night of 2026-11-16");
            daemon.terminate();
            daemon.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
        assertThat(home.command("runs")).contains("nightly 2026-11-16", "the run was cut off", "completed");
        assertThat(home.command("status")).doesNotContain("failed", "missing", "stale");

        // No daemon ran for five days; the last day's delivery is late.
        generate(raw, LocalDate.parse("2026-11-16"), 5);
        Path last = raw.resolve("dt=2026-11-20");
        Path late = folder.resolve("late");
        undisturbed.command("run", "--raw", raw);
        Files.move(last, late);
        Path marker = Files.createDirectory(last).resolve("_SUCCESS");
        Files.createFile(marker);
        try (PettyProcess daemon = daemon(home, "2026-11-21T04:00:00Z", raw)) {
            daemon.awaits("The night failed");
            assertThat(daemon.written())
                    .contains("2026-11-20 has no raw file", "nothing was delivered for 2026-11-20")
                    .contains("ingested 2026-11-16");
            Files.delete(marker);
            Files.delete(last);
            Files.move(late, last);
            daemon.awaits("Night of ");
            assertThat(daemon.written()).contains("delivery days 2026-11-13 to 2026-11-20");
            HttpResponse<String> ready = ready(daemon);
            assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            daemon.terminate();
            daemon.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(undisturbed.exports(TABLES));
        assertThat(home.command("status")).doesNotContain("failed", "missing", "stale");
    }

    @Test
    void runsEachNightOnceWithSeveralInstancesOnPostgres() throws Exception {
        PettyHome home = new PettyHome(folder.resolve("home"));
        Path raw = folder.resolve("raw");
        generate(raw, LocalDate.parse("2026-11-19"), 2);
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        Map<String, String> expected = undisturbed.exports(TABLES);
        PostgresDatabase database = PostgresDatabase.create();
        Map<String, String> settings = new TreeMap<>(settings("2026-11-21T03:00:00Z"));
        settings.putAll(database.environment());
        // The daemons check for due nights four times in this period.
        settings.put("PETTY_LEASE_EXPIRY", "60s");
        Object[] arguments = {"schedule", "--raw", raw, "--cron", EVERY_TWO_SECONDS};
        Semaphore nights = new Semaphore(0);
        try (PettyProcess first = PettyProcess.start(home, settings, arguments);
                PettyProcess second = PettyProcess.start(home, settings, arguments)) {
            List<PettyProcess> daemons = List.of(first, second);
            daemons.forEach(daemon -> daemon.awaits("Health at"));
            List<CompletableFuture<Void>> readers = daemons.stream()
                    .map(daemon -> CompletableFuture.runAsync(() -> {
                        while (daemon.reaches(line -> line.contains("Night of "))) {
                            nights.release();
                        }
                    }))
                    .toList();
            assertThat(nights.tryAcquire(3, WrittenLines.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("three nights; the daemons wrote%n%s%nand%n%s", first.written(), second.written())
                    .isTrue();
            daemons.forEach(PettyProcess::terminate);
            readers.forEach(CompletableFuture::join);
            daemons.forEach(daemon -> daemon.endsWith(ExitCode.DONE));
            assertThat(first.written() + second.written()).contains("run 1 ingested 2026-11-19", "all was fresh");
        }
        try (PostgresDatabase.Use using = database.use()) {
            assertThat(nights(home)).hasSizeGreaterThanOrEqualTo(3).doesNotHaveDuplicates();
            for (Map.Entry<String, String> export : expected.entrySet()) {
                String[] tableAndDay = export.getKey().split(" ", -1);
                assertThat(home.export(tableAndDay[0], LocalDate.parse(tableAndDay[1])))
                        .isEqualTo(export.getValue());
            }
        }
    }

    @Test
    void failsAtTheStartForAnInvalidSetting() {
        PettyHome home = new PettyHome(folder.resolve("home"));
        assertThat(home.attempt("schedule", "--raw", folder, "--cron", "every night")
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("petty.schedule.cron must be like");
        assertThat(home.attempt("schedule", "--raw", folder.resolve("nowhere"))
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("petty.raw");
    }

    private static void generate(Path raw, LocalDate first, int days) {
        CommandRun.of(("generate --out %s --date %s --days %d --collars 2 --files-per-day 2 --still-cadence PT4M"
                                + " --active-cadence PT1M")
                        .formatted(raw, first, days)
                        .split(" "))
                .endsWith(ExitCode.DONE);
    }

    /** Starts a daemon with a clock that starts at this time. */
    private static PettyProcess daemon(PettyHome home, String time, Path raw) {
        return PettyProcess.start(home, settings(time), "schedule", "--raw", raw);
    }

    /** Starts a daemon that is held when its night begins to compute timelines, and returns at that point. */
    private static PettyProcess held(PettyHome home, String time, Path raw, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("schedule", "--raw", raw));
        arguments.addAll(List.of(options));
        return PettyProcess.startHeld(
                home, settings(time), "Executing step: [timelinesPartitioned]", arguments.toArray());
    }

    /** Returns settings with which a clock starts at this time, and a failed night is retried every second. */
    private static Map<String, String> settings(String time) {
        return Map.of(
                ClockedPetty.STARTS_AT,
                time,
                "PETTY_SCHEDULE_PORT",
                "0",
                "PETTY_SCHEDULE_RETRY_AFTER",
                "1s",
                "PETTY_SCHEDULE_RETRIES",
                "1000000");
    }

    private static HttpResponse<String> ready(PettyProcess daemon) throws Exception {
        Matcher health = HEALTH.matcher(daemon.written());
        assertThat(health.find()).as(daemon.written()).isTrue();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(health.group(1) + "/health/ready"))
                                .timeout(WrittenLines.PATIENCE)
                                .build(),
                        BodyHandlers.ofString());
    }

    /** Returns the nights in the list of runs. */
    private static List<String> nights(PettyHome home) {
        return home.command("runs")
                .lines()
                .filter(line -> line.contains("nightly "))
                .map(line -> line.replaceFirst(".*(nightly \\S+).*", "$1"))
                .toList();
    }
}
