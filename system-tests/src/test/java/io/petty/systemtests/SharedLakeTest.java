package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests several processes that write to one lake, on PostgreSQL and on the embedded database. */
class SharedLakeTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final int LAUNCHES = Integer.getInteger("petty.test.launches", 3);
    /**
     * The maximum number of processes on the embedded database. With more, one may connect while another takes over
     * serving the database, and fail.
     */
    private static final int MOST_EMBEDDED = 10;

    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};

    /** Long enough that no slow run loses the lake. */
    private static final String EXPIRY = "1d";

    @TempDir
    private static Path shared;

    private static Path raw;
    private static Map<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runADayUndisturbed() {
        raw = shared.resolve("raw");
        CommandRun.of(("generate --out %s --date %s --collars 3 --files-per-day 2 --still-cadence PT4M"
                                + " --active-cadence PT1M")
                        .formatted(raw, DAY)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        PettyHome undisturbed = new PettyHome(shared.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        expected = exports(undisturbed);
    }

    @Test
    void aResumedRunThatLostItsLeasePublishesNothing() throws Exception {
        PostgresDatabase database = PostgresDatabase.create();
        Map<String, String> settings = new LinkedHashMap<>(database.environment());
        settings.put("PETTY_LEASE_EXPIRY", EXPIRY);
        PettyHome sleepy = new PettyHome(folder.resolve("sleepy"));
        PettyHome awake = new PettyHome(folder.resolve("awake"));
        Path lake = folder.resolve("lake");
        try (PettyProcess asleep = PettyProcess.startHeld(
                sleepy, settings, "Executing step: [timelinesPartitioned]", "run", "--raw", raw, "--lake", lake)) {
            asleep.suspend();
            try (PettyProcess run =
                    PettyProcess.start(awake, settings, "run", "--wait", "--raw", raw, "--lake", lake)) {
                run.awaits("waiting for run 1");
                // Simulates two days without a heartbeat.
                database.execute("update leases set heartbeat_at = heartbeat_at - interval '2 day'");
                run.endsWith(ExitCode.DONE);
            }
            try (PostgresDatabase.Use using = database.use()) {
                assertThat(exports(awake)).isEqualTo(expected);
                asleep.wakeUp();
                asleep.goOn();
                asleep.endsWith(ExitCode.FAILED);
                assertThat(asleep.written()).contains("Run 1 lost the lake", "petty.lease.expiry");
                assertThat(exports(awake)).isEqualTo(expected);
                assertThat(awake.command("runs")).contains("the run was cut off", "completed");
                assertThat(awake.command("status")).contains("fresh");
            }
        }
    }

    @Test
    void onlyOneOfManyLaunchesDoesTheWorkOnPostgres() throws Exception {
        PostgresDatabase database = PostgresDatabase.create();
        PettyHome home = assertOneDoesTheWork(database.environment(), LAUNCHES);
        try (PostgresDatabase.Use using = database.use()) {
            assertThat(exports(home)).isEqualTo(expected);
        }
    }

    @Test
    void onlyOneOfManyLaunchesDoesTheWorkOnTheEmbeddedDatabase() {
        PettyHome home = assertOneDoesTheWork(Map.of(), Math.min(LAUNCHES, MOST_EMBEDDED));
        assertThat(exports(home)).isEqualTo(expected);
    }

    private PettyHome assertOneDoesTheWork(Map<String, String> database, int count) {
        Map<String, String> settings = new LinkedHashMap<>(database);
        settings.put("PETTY_LEASE_EXPIRY", EXPIRY);
        PettyHome home = new PettyHome(folder.resolve("home"));
        List<PettyProcess> launches = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                launches.add(PettyProcess.start(home, settings, "run", "--date", DAY, "--raw", raw));
            }
            int worked = 0;
            for (PettyProcess launch : launches) {
                int code = launch.exitCode();
                if (code == ExitCode.HELD) {
                    assertThat(launch.written().lines().filter(line -> !line.startsWith("petty: new home")))
                            .singleElement()
                            .asString()
                            .containsPattern("run \\d+ \\(run --date 2026-11-20, process \\d+ on .*\\) holds the lake");
                } else {
                    // A launch that starts after the work is done finds nothing to do.
                    assertThat(code).as(launch.written()).isEqualTo(ExitCode.DONE);
                    worked += launch.written().contains("Published") ? 1 : 0;
                }
            }
            assertThat(worked).isEqualTo(1);
        } finally {
            launches.forEach(PettyProcess::close);
        }
        return home;
    }

    @Test
    void aRestartOfPostgresDuringARunLeavesNothingHalfDone() throws IOException {
        PettyHome home = new PettyHome(folder.resolve("home"));
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false);
        EmbeddedPostgres first = builder.start();
        Map<String, String> settings =
                new LinkedHashMap<>(PostgresDatabase.on(first).environment());
        settings.put("PETTY_LEASE_EXPIRY", EXPIRY);
        try (PettyProcess run =
                PettyProcess.startHeld(home, settings, "Executing step: [readingsPartitioned]", "run", "--raw", raw)) {
            first.close();
            run.goOn();
            try (EmbeddedPostgres second = builder.setPort(first.getPort()).start();
                    PostgresDatabase.Use using = PostgresDatabase.on(second).use()) {
                assertThat(second.getPort()).isEqualTo(first.getPort());
                if (run.exitCode() != ExitCode.DONE) {
                    run.endsWith(ExitCode.FAILED);
                    assertThat(run.written()).contains("The database failed");
                }
                assertThat(home.command("run")).doesNotContain("failed");
                assertThat(exports(home)).isEqualTo(expected);
            }
        }
    }

    private static Map<String, String> exports(PettyHome home) {
        Map<String, String> exports = new LinkedHashMap<>();
        for (String table : TABLES) {
            exports.put(table, home.export(table, DAY));
        }
        return exports;
    }
}
