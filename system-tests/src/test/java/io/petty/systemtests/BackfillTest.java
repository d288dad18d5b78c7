package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests backfills of ranges of days, and rollbacks of days to an earlier run. */
class BackfillTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-18");
    private static final LocalDate LAST = FIRST.plusDays(2);

    @TempDir
    private static Path folder;

    private static RawFolder raw;

    /** A home in which one run processed all days. Restored before each test. */
    private static PettyHome home;

    private static Map<String, String> exports;
    private static List<SavedFolder> saved;

    @BeforeAll
    static void runThreeDays() throws IOException {
        raw = new RawFolder(folder.resolve("raw"));
        home = new PettyHome(folder.resolve("home"));
        CommandRun.of(("generate --out %s --date %s --days 3 --collars 3 --seed 5 --still-cadence 120s"
                                + " --active-cadence PT30S --files-per-day 2")
                        .formatted(raw.folder(), FIRST)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        home.command("run", "--raw", raw.folder());
        exports = home.exports("timelines", "summaries", "readings", "rejects");
        saved = List.of(SavedFolder.ofRaw(raw), SavedFolder.ofHome(home));
    }

    @BeforeEach
    void restore() throws IOException {
        for (SavedFolder one : saved) {
            one.restore();
        }
    }

    @Test
    void processesEachDayOnceWithTheResultsOfARun() {
        PettyHome stepwise = new PettyHome(folder.resolve("stepwise"));
        assertThat(stepwise.command("backfill", "--raw", raw.folder(), "--from", FIRST, "--to", FIRST))
                .contains(FIRST + "  done", "1 days done, 0 skipped, 0 failed");
        assertThat(stepwise.command("backfill", "--from", FIRST, "--to", LAST, "--dry-run"))
                .contains(LAST.minusDays(1) + "  missing     delivered, not ingested yet", LAST + "  missing")
                .contains("2 days to process")
                .doesNotContain(FIRST + "  ");
        assertThat(stepwise.deliveryDays()).containsExactly(FIRST);

        assertThat(stepwise.command("backfill", "--from", FIRST, "--to", LAST))
                .contains(LAST + "  done", "2 days done, 1 skipped, 0 failed");
        assertThat(stepwise.command("backfill", "--from", FIRST, "--to", LAST))
                .contains("0 days done, 3 skipped, 0 failed");
        assertThat(stepwise.exports("timelines", "summaries", "readings", "rejects"))
                .isEqualTo(exports);
        assertThat(stepwise.command("status")).doesNotContain("stale", "missing", "failed");
    }

    @Test
    void continuesAfterAFailedDayAndCanRetryOnlyThatDay() throws IOException {
        LocalDate broken = FIRST.plusDays(1);
        raw.write(broken, "broken.ndjson", "{\n".repeat(2_000));
        PettyHome failing = new PettyHome(folder.resolve("failing"));
        CommandRun backfill = failing.attempt("backfill", "--raw", raw.folder(), "--from", FIRST, "--to", LAST)
                .endsWith(ExitCode.AUDIT);
        assertThat(backfill.out())
                .contains(broken + "  failed", LAST + "  done", "2 days done, 0 skipped, 1 failed")
                .contains("--only failed");
        assertThat(failing.command("backfill", "--from", FIRST, "--to", LAST, "--only", "missing,stale"))
                .contains("0 days done, 3 skipped");

        Files.delete(raw.path(broken, "broken.ndjson"));
        assertThat(failing.command("backfill", "--from", FIRST, "--to", LAST, "--only", "failed"))
                .contains(broken + "  done");
    }

    @Test
    void recomputesDaysAfterAChangeOfRules() {
        Map<String, String> before = timelines(exports);
        System.setProperty("petty.rules.rest.alert", "105");
        try {
            assertThat(home.command("status")).contains("rules changed");
            assertThat(home.command("run", "--date", LAST)).contains("nothing to do");
            assertThat(home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "stale"))
                    .contains("3 days done");
            assertThat(home.command("status")).doesNotContain("stale");
            assertThat(home.exports("timelines")).isNotEqualTo(before);
        } finally {
            System.clearProperty("petty.rules.rest.alert");
        }
        home.command("backfill", "--from", FIRST, "--to", LAST);
        assertThat(home.exports("timelines")).isEqualTo(before);
    }

    private static Map<String, String> timelines(Map<String, String> exports) {
        Map<String, String> timelines = new LinkedHashMap<>(exports);
        timelines.keySet().removeIf(export -> !export.startsWith("timelines "));
        return timelines;
    }

    @Test
    void rejectsAReversedRangeAndAnUnknownState() {
        assertThat(home.attempt("backfill", "--from", LAST, "--to", FIRST)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("--to", "before --from");
        assertThat(home.attempt("backfill", "--from", FIRST, "--to", LAST, "--only", "broken")
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("--only", "broken");
    }

    @Test
    void aRolledBackDayStaysPinnedUntilItIsRerun() throws IOException {
        String first = lastDay();
        raw.write(LAST, "late.ndjson", Files.readString(smallest()).replace(FIRST.toString(), LAST.toString()));
        for (Path file : raw.files()) {
            if (file.toString().contains("dt=" + LAST + "/") && !file.endsWith("late.ndjson")) {
                Files.delete(file);
            }
        }
        home.command("run");
        String second = lastDay();
        assertThat(second).isNotEqualTo(first);

        assertThat(home.command("rollback", "--date", LAST, "--to", 1)).contains("./petty rerun --date " + LAST);
        assertThat(lastDay()).isEqualTo(first);
        assertThat(home.command("status")).contains("pinned to run 1");
        home.command("run");
        home.command("backfill", "--from", FIRST, "--to", LAST);
        assertThat(lastDay()).isEqualTo(first);

        home.command("rerun", "--date", LAST);
        assertThat(lastDay()).isEqualTo(second);
        assertThat(home.command("status")).doesNotContain("pinned");
    }

    @Test
    void refusesToRollBackToARunThatDidNotPublishTheDay() {
        assertThat(home.attempt("rollback", "--date", LAST, "--to", 77)
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("Run 77 didn't publish " + LAST + "; these runs did: 1");
        assertThat(home.attempt("rollback", "--date", LAST.plusDays(9), "--to", 1)
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("was never published");
        assertThat(home.exports("timelines", "summaries", "readings", "rejects"))
                .isEqualTo(exports);
    }

    private static String lastDay() {
        return home.export("timelines", LAST) + home.export("summaries", LAST);
    }

    /** Returns an uncompressed file of the first day. */
    private static Path smallest() throws IOException {
        for (Path file : raw.files()) {
            if (file.toString().contains("dt=" + FIRST + "/") && file.toString().endsWith(".ndjson")) {
                return file;
            }
        }
        Path text = folder.resolve("text.ndjson");
        Path packed = raw.files().get(0);
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.write(text, in.readAllBytes());
        }
        return text;
    }
}
