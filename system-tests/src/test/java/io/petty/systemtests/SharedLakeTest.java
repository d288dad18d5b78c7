package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that want to write to one lake, on PostgreSQL and on the embedded database. */
class SharedLakeTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final int LAUNCHES = Integer.getInteger("petty.test.launches", 6);
    /** With more, some may meet the embedded database in the moment in which its server changes, and fail by that. */
    private static final int MOST_EMBEDDED = 10;

    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};

    @TempDir
    private Path folder;

    private Path raw;
    private List<String> expected;

    @BeforeEach
    void generateADayAndRunItUndisturbed() {
        raw = folder.resolve("raw");
        CommandRun.of("generate", "--out", raw.toString(), "--date", DAY.toString(), "--collars", "3")
                .endsWith(Petty.DONE);
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        expected = new ArrayList<>();
        for (String table : TABLES) {
            expected.add(undisturbed.export(table, DAY));
        }
    }

    @Test
    void aRunThatWakesUpAfterAnotherTookOverPublishesNothing() throws Exception {
        PettyHome sleepy = new PettyHome(folder.resolve("sleepy"));
        PettyHome awake = new PettyHome(folder.resolve("awake"));
        Path lake = folder.resolve("lake");
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            Map<String, String> settings = settings(server);
            try (PettyProcess asleep = PettyProcess.start(sleepy, settings, "run", "--raw", raw, "--lake", lake)) {
                assertThat(asleep.reaches(line -> line.contains("Executing step: [timelinesPartitioned]")))
                        .as(asleep.written())
                        .isTrue();
                asleep.suspend();
                try (PettyProcess run =
                        PettyProcess.start(awake, settings, "run", "--wait", "--raw", raw, "--lake", lake)) {
                    assertThat(run.exitCode()).as(run.written()).isEqualTo(Petty.DONE);
                    assertThat(run.written()).contains("waiting for run 1");
                }
                List<String> published = exports(awake, settings);
                asleep.wakeUp();
                assertThat(asleep.exitCode()).as(asleep.written()).isEqualTo(Petty.FAILED);
                assertThat(asleep.written()).contains("Run 1 lost the lake", "petty.lease.expiry");
                assertThat(exports(awake, settings)).isEqualTo(published).isEqualTo(expected);
                assertThat(command(awake, settings, "runs")).contains("the run was cut off", "completed");
                assertThat(command(awake, settings, "status")).contains("fresh");
            }
        }
    }

    @Test
    void ofManyLaunchesOneDoesTheWorkOnPostgres() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            oneDoesTheWork(settings(server), LAUNCHES);
        }
    }

    @Test
    void ofManyLaunchesOneDoesTheWorkOnTheEmbeddedDatabase() {
        oneDoesTheWork(Map.of(), Math.min(LAUNCHES, MOST_EMBEDDED));
    }

    private void oneDoesTheWork(Map<String, String> settings, int count) {
        PettyHome home = new PettyHome(folder.resolve("home"));
        List<PettyProcess> launches = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                launches.add(PettyProcess.start(home, settings, "run", "--date", DAY, "--raw", raw));
            }
            int worked = 0;
            for (PettyProcess launch : launches) {
                int code = launch.exitCode();
                if (code == Petty.HELD) {
                    assertThat(launch.written())
                            .doesNotContain("\n")
                            .containsPattern("run \\d+ \\(run --date 2026-11-20, process \\d+ on .*\\) holds the lake");
                } else {
                    // One that only comes when all is done finds nothing to do.
                    assertThat(code).as(launch.written()).isEqualTo(Petty.DONE);
                    worked += launch.written().contains("Published") ? 1 : 0;
                }
            }
            assertThat(worked).isEqualTo(1);
        } finally {
            launches.forEach(PettyProcess::close);
        }
        assertThat(exports(home, settings)).isEqualTo(expected);
    }

    @Test
    void aRestartOfPostgresInMidRunLeavesNothingHalfDone() throws IOException {
        PettyHome home = new PettyHome(folder.resolve("home"));
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false);
        EmbeddedPostgres first = builder.start();
        Map<String, String> settings = settings(first);
        try (PettyProcess run = PettyProcess.start(home, settings, "run", "--raw", raw)) {
            assertThat(run.reaches(line -> line.contains("Executing step: [readingsPartitioned]")))
                    .as(run.written())
                    .isTrue();
            first.close();
            try (EmbeddedPostgres second = builder.setPort(first.getPort()).start()) {
                assertThat(second.getPort()).isEqualTo(first.getPort());
                if (run.exitCode() != Petty.DONE) {
                    assertThat(run.exitCode()).as(run.written()).isEqualTo(Petty.FAILED);
                    assertThat(run.written()).contains("The database failed");
                }
                assertThat(command(home, settings, "run")).doesNotContain("failed");
                assertThat(exports(home, settings)).isEqualTo(expected);
            }
        }
    }

    private static List<String> exports(PettyHome home, Map<String, String> settings) {
        List<String> exports = new ArrayList<>();
        for (String table : TABLES) {
            String export = command(home, settings, "export", table, "--date", DAY);
            exports.add(export.isEmpty() ? export : export + "\n");
        }
        return exports;
    }

    private static String command(PettyHome home, Map<String, String> settings, Object... arguments) {
        try (PettyProcess process = PettyProcess.start(home, settings, arguments)) {
            assertThat(process.exitCode()).as(process.written()).isEqualTo(Petty.DONE);
            return process.written();
        }
    }

    private static Map<String, String> settings(EmbeddedPostgres server) {
        return Map.of(
                "PETTY_DATABASE_URL",
                server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
                "PETTY_DATABASE_USER",
                "postgres",
                "PETTY_LEASE_EXPIRY",
                "2s");
    }
}
