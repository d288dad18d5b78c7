package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days brought up to date by range, and days rolled back to what an earlier run made of them. */
class BackfillTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-18");
    private static final LocalDate LAST = FIRST.plusDays(2);

    @TempDir
    private Path folder;

    private RawFolder raw;
    private PettyHome home;

    @BeforeEach
    void deliverThreeDays() {
        raw = new RawFolder(folder.resolve("raw"));
        home = new PettyHome(folder.resolve("home"));
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.folder().toString(),
                        "--date",
                        FIRST.toString(),
                        "--days",
                        "3",
                        "--collars",
                        "3",
                        "--seed",
                        "5")
                .endsWith(Petty.DONE);
    }

    @Test
    void tellsWhichDaysItWouldTakeAndWhy() {
        assertThat(home.command("backfill", "--raw", raw.folder(), "--from", FIRST, "--to", LAST, "--dry-run"))
                .contains(FIRST + "  missing   delivered, not ingested yet", LAST + "  missing", "3 days to take");
        assertThat(home.deliveryDays()).isEmpty();
    }

    @Test
    void takesEachDayOnceAndGivesWhatARunGives() {
        assertThat(home.command("backfill", "--raw", raw.folder(), "--from", FIRST, "--to", LAST))
                .contains(FIRST + "  done", LAST + "  done", "3 days done, 0 passed over, 0 failed");
        assertThat(home.command("backfill", "--from", FIRST, "--to", LAST))
                .contains("0 days done, 3 passed over, 0 failed");
        PettyHome atOnce = new PettyHome(folder.resolve("at-once"));
        atOnce.command("run", "--raw", raw.folder());
        assertThat(home.exports("timelines", "summaries", "readings", "rejects"))
                .isEqualTo(atOnce.exports("timelines", "summaries", "readings", "rejects"));
        assertThat(home.command("status")).doesNotContain("stale", "missing", "failed");
    }

    @Test
    void goesOnAfterADayThatFailsAndTakesItAloneLater() throws IOException {
        LocalDate broken = FIRST.plusDays(1);
        raw.write(broken, "broken.ndjson", "{\n".repeat(20_000));
        CommandRun backfill = home.attempt("backfill", "--raw", raw.folder(), "--from", FIRST, "--to", LAST)
                .endsWith(Petty.AUDIT);
        assertThat(backfill.out())
                .contains(broken + "  failed", LAST + "  done", "2 days done, 0 passed over, 1 failed")
                .contains("--only failed");
        assertThat(home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "missing,stale"))
                .contains("0 days done, 3 passed over");

        Files.delete(raw.path(broken, "broken.ndjson"));
        assertThat(home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "failed"))
                .contains(broken + "  done");
    }

    @Test
    void computesDaysAgainThatAreStaleByTheRules() {
        home.command("run", "--raw", raw.folder());
        Map<String, String> before = home.exports("timelines");
        System.setProperty("petty.rules.rest.alert-factor", "1.05");
        try {
            assertThat(home.command("status")).contains("rules changed");
            assertThat(home.command("run", "--date", LAST)).contains("nothing to do");
            assertThat(home.command("backfill", "--from", FIRST, "--to", LAST, "--only", "stale"))
                    .contains("3 days done");
            assertThat(home.command("status")).doesNotContain("stale");
            assertThat(home.exports("timelines")).isNotEqualTo(before);
        } finally {
            System.clearProperty("petty.rules.rest.alert-factor");
        }
        home.command("backfill", "--from", FIRST, "--to", LAST);
        assertThat(home.exports("timelines")).isEqualTo(before);
    }

    @Test
    void refusesARangeThatRunsBackwardsAndAnUnknownState() {
        assertThat(home.attempt("backfill", "--from", LAST, "--to", FIRST)
                        .endsWith(Petty.WRONG_USE)
                        .err())
                .contains("--to", "before --from");
        assertThat(home.attempt("backfill", "--from", FIRST, "--to", LAST, "--only", "broken")
                        .endsWith(Petty.WRONG_USE)
                        .err())
                .contains("--only", "broken");
    }

    @Test
    void aDayThatIsRolledBackStaysSoUntilItIsRerun() throws IOException {
        home.command("run", "--raw", raw.folder());
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
    void rollsBackToNothingThatWasNeverPublished() {
        home.command("run", "--raw", raw.folder());
        Map<String, String> before = home.exports("timelines", "summaries");
        assertThat(home.attempt("rollback", "--date", LAST, "--to", 77)
                        .endsWith(Petty.FAILED)
                        .err())
                .contains("Run 77 published nothing of " + LAST + "; these did: 1");
        assertThat(home.attempt("rollback", "--date", LAST.plusDays(9), "--to", 1)
                        .endsWith(Petty.FAILED)
                        .err())
                .contains("was never published");
        assertThat(home.exports("timelines", "summaries")).isEqualTo(before);
    }

    private String lastDay() {
        return home.export("timelines", LAST) + home.export("summaries", LAST);
    }

    /** An uncompressed file of the first day. */
    private Path smallest() throws IOException {
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
