package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a run refuses: bad data, invalid settings, and a home that another run holds. */
class AuditTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    /** A home with two processed days, for tests that change nothing. */
    private static PettyHome ran;

    @TempDir
    private Path folder;

    private RawFolder raw;
    private PettyHome home;

    @BeforeAll
    static void runTwoDays(@TempDir Path shared) throws IOException {
        ran = new PettyHome(shared.resolve("home"));
        RawFolder days = new RawFolder(shared.resolve("raw"))
                .write(DAY, "good.ndjson", lines(95, 0))
                .write(DAY.plusDays(4), "good.ndjson", lines(3, 0).replace("2026-11-20", "2026-11-24"));
        ran.command("run", "--raw", days.folder());
    }

    @BeforeEach
    void deliver() throws IOException {
        raw = new RawFolder(folder.resolve("raw")).write(DAY, "good.ndjson", lines(95, 0));
        home = new PettyHome(folder.resolve("home"));
    }

    @Test
    void publishesOnlyUpToTheMaximumShareOfRejects() throws IOException {
        raw.write(DAY, "bad.ndjson", "{\n{\n{\n{\n[]\n");
        home.attempt("run", "--raw", raw.folder()).endsWith(ExitCode.INCOMPLETE);
        Map<String, String> published = home.exports("readings", "timelines", "summaries");
        assertThat(home.export("rejects", DAY)).hasLineCount(5);

        raw.write(DAY, "bad.ndjson", "{\n{\n{\n{\n[]\n")
                .write(DAY, "worse.ndjson", lines(2, 2_000) + lines(1, 3_000).replace("60.5", "600"));
        raw.write(DAY.plusDays(1), "good.ndjson", lines(3, 80_000).replace("\"a\"", "\"b\""));
        CommandRun refused = home.attempt("run").endsWith(ExitCode.AUDIT);

        assertThat(refused.err())
                .contains(
                        "6 of 103 lines",
                        "json 5",
                        "heart_rate 1",
                        "bad.ndjson 5 of 5",
                        "worse.ndjson 1 of 3",
                        "Collars: a 1")
                .contains("--max-reject-share");
        assertThat(home.export("rejects", DAY)).hasLineCount(6);
        assertThat(home.export("readings", DAY)).contains("\"b\"").hasLineCount(95 + 3);
        raw.writePacked(DAY.plusDays(1), "good.ndjson", new byte[0]);
        home.attempt("run", "--date", DAY.plusDays(1)).endsWith(ExitCode.DONE);
        assertThat(home.exports("readings", "timelines", "summaries")).isEqualTo(published);
        assertThat(home.command("status")).contains("failed");
        // The day is not considered done, so the same data fails again.
        home.attempt("run").endsWith(ExitCode.AUDIT);

        home.command("run", "--max-reject-share", "0.5", "--allow-incomplete");
        assertThat(home.export("readings", DAY)).hasLineCount(97);
        assertThat(home.command("status")).doesNotContain("failed", "stale");
    }

    @Test
    void aFirstRunThatFailsTheAuditKeepsOnlyItsRejects() throws IOException {
        raw.write(DAY, "bad.ndjson", "{\n".repeat(6));
        home.attempt("run", "--raw", raw.folder()).endsWith(ExitCode.AUDIT);

        assertThat(home.export("rejects", DAY)).hasLineCount(6);
        assertThat(home.command("rejects", "--date", DAY)).contains("json", "bad.ndjson");
        for (String table : List.of("readings", "timelines", "summaries")) {
            assertThat(home.attempt("export", table, "--date", DAY).code()).isEqualTo(ExitCode.FAILED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "petty.threads, -1",
        "petty.threads, many",
        "petty.threads, 5000",
        "petty.buckets, 0",
        "petty.sort-readings, 1",
        "petty.max-reject-share, NaN",
        "petty.max-reject-share, -0.1",
        "petty.rules.fetch.cycles, -1",
        "petty.raw-rules.depth, 2",
        "petty.raw-rules.heart-rate-min, -1",
        "petty.s3.endpoint, 'not a uri'",
        "petty.raw, s3://",
    })
    void namesAnInvalidSetting(String property, String value) {
        System.setProperty(property, value);
        try {
            List<String> options = new ArrayList<>();
            if (!property.equals("petty.raw")) {
                options.addAll(List.of("--raw", raw.folder().toString()));
            }
            CommandRun run = home.attempt("run", options.toArray());
            assertThat(run.err()).contains(property);
            run.endsWith(ExitCode.WRONG_USE);
        } finally {
            System.clearProperty(property);
        }
        assertThat(home.folder().resolve("lake")).doesNotExist();
    }

    @Test
    void namesAnUnknownSettingInAFile() throws IOException {
        Files.writeString(folder.resolve("petty.properties"), "petty.no-such-setting=1\n");
        System.setProperty("spring.config.additional-location", folder.toUri().toString());
        try {
            CommandRun run = home.attempt("run", "--raw", raw.folder()).endsWith(ExitCode.WRONG_USE);
            assertThat(run.err()).contains("petty.no-such-setting");
        } finally {
            System.clearProperty("spring.config.additional-location");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "run --max-reject-share 2, petty.max-reject-share",
        "run --max-reject-share much, --max-reject-share",
        "run --date 2026-02-30, --date",
        "run --date today, --date",
        "generate --out x --date 2026-11-20 --still-cadence soon, --still-cadence",
        "run --raw ftp://host/raw, petty.raw",
        "run --nonsense, --nonsense",
        "export nothing --date 2026-11-20, nothing",
        "export timelines, --date",
        "export timelines --date 2026-11-20 --format parquet, --out",
        "status --from 2026-11-20 --to 2026-11-19, --to",
        "fly, fly",
    })
    void namesAnInvalidOption(String command, String named) {
        String[] words = command.split(" ");
        Object[] options = List.of(words).subList(1, words.length).toArray();
        CommandRun run = ran.attempt(words[0], options).endsWith(ExitCode.WRONG_USE);
        assertThat(run.err()).contains(named);
    }

    @Test
    void aMissingOrUnknownRawRootIsWrongUse() {
        assertThat(home.attempt("run").endsWith(ExitCode.WRONG_USE).err()).contains("petty.raw", "--raw");
        CommandRun missing = home.attempt("run", "--raw", folder.resolve("nowhere"));
        assertThat(missing.code()).isIn(ExitCode.FAILED, ExitCode.WRONG_USE);
        assertThat(missing.err()).contains("nowhere");
    }

    @Test
    void tablesKeepTheirBucketsAndLocation() {
        System.setProperty("petty.buckets", "8");
        try {
            assertThat(ran.attempt("run").endsWith(ExitCode.WRONG_USE).err()).contains("petty.buckets", "16");
        } finally {
            System.clearProperty("petty.buckets");
        }
        assertThat(ran.attempt("run", "--lake", folder.resolve("elsewhere"))
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("petty.lake");
    }

    @Test
    void doesNotTouchALakeHeldByAnotherRun() {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Lease lease = home.leases(database)
                        .take("run --date 2026-11-19", "process 4711 on night-1", null, () -> {})
                        .orElseThrow()) {
            CommandRun held = home.attempt("run", "--raw", raw.folder()).endsWith(ExitCode.HELD);
            assertThat(held.err())
                    .containsOnlyOnce("\n")
                    .contains(
                            "run %d (run --date 2026-11-19, process 4711 on night-1) holds the lake"
                                    .formatted(lease.run()),
                            "--wait");
            assertThat(home.deliveryDays()).isEmpty();
        }
        home.command("run", "--raw", raw.folder());
        assertThat(home.eventDays()).containsExactly(DAY);
    }

    @Test
    void failsForAnUnknownDayOrCollarAndNamesTheNearestDays() {
        assertThat(ran.attempt("timeline", "a", "--date", DAY.plusDays(2))
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("2026-11-20", "2026-11-24");
        assertThat(ran.attempt("export", "summaries", "--date", DAY.minusDays(2))
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("2026-11-20");
        assertThat(ran.attempt("timeline", "nobody", "--date", DAY)
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("nobody");
        assertThat(ran.attempt("run", "--date", DAY.plusDays(2))
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("2026-11-22", "2026-11-20", "2026-11-24");
        assertThat(ran.command("timeline", "a", "--date", DAY)).contains("Walking");
    }

    /** Returns readings of collar {@code a}, one every ten seconds. */
    private static String lines(int count, int firstSecond) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"collar_id\":\"a\",\"timestamp\":\"%s\",\"heart_rate\":60.5,\"activity_level\":1}\n"
                    .formatted(DAY.atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .plusSeconds(firstSecond)
                            .plusMillis(10_000L * i + 1)));
        }
        return lines.toString();
    }
}
