package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the commands that show the history of runs. */
class RunsTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @TempDir
    private static Path folder;

    private static RawFolder raw;
    private static PettyHome home;

    @BeforeAll
    static void runADay() {
        raw = new RawFolder(folder.resolve("raw"));
        home = new PettyHome(folder.resolve("home"));
        CommandRun.of(("generate --out %s --date %s --collars 2 --still-cadence PT3M --active-cadence PT1M"
                                + " --malformed-share 0")
                        .formatted(raw.folder(), DAY)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        home.command("run", "--raw", raw.folder());
    }

    @Test
    void listsRunsWithTheirOutcomeNewestFirst() throws Exception {
        home.command("run");
        raw.write(DAY, "broken.ndjson", "{\n".repeat(2_000));
        home.attempt("run", "--date", DAY).endsWith(ExitCode.AUDIT);

        String runs = home.command("runs");
        assertThat(runs.lines().skip(1).map(line -> line.strip().split(" +", 3)[0]))
                .containsExactly("3", "2", "1");
        assertThat(runs.lines().toList().get(1)).contains("failed", "run --date 2026-11-20", "rejects");
        assertThat(runs.lines().toList().get(3)).contains("completed");
        assertThat(home.command("runs", "--last", 1)).hasLineCount(2);
    }

    @Test
    void showsWhatARunIngestedAndPublishedAndItsSteps() {
        assertThat(home.command("runs", "show", 1))
                .contains(
                        "Run        1: run",
                        "State      completed",
                        "Ingested   2026-11-20: 24 files",
                        "Published  2026-11-20: 2 collars",
                        "rawFilesPartitioned",
                        "timelinePublication");
    }

    @Test
    void reportsAnUnknownRun() {
        assertThat(home.attempt("runs", "show", 99).endsWith(ExitCode.FAILED).err())
                .contains("there is no run 99", "./petty runs");
        assertThat(home.attempt("runs", "--last", 0)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("--last");
    }
}
