package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.LakeDatabase;
import io.petty.scheduler.Petty;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that reads and folds feedback, killed after each of its steps. */
class FeedbackKilledTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    /** One after each but the last step of the two jobs; no more when each run goes on where the last one ended. */
    private static final int MOST_KILLS = 5;

    /** A short step may be through before the kill arrives. */
    private static final int FEWEST_KILLS = 2;

    /** Each home would make one of its own, and so give other keys of users. */
    private static final String KEY_SECRET = "of both homes";

    @TempDir
    private Path folder;

    @AfterEach
    void forgetSettings() {
        System.clearProperty("petty.user-key-secret");
    }

    @Test
    void goesOnWhereItWasKilledAndFoldsTheSame() {
        System.setProperty("petty.user-key-secret", KEY_SECRET);
        Path raw = folder.resolve("raw");
        Path feedback = folder.resolve("feedback");
        CommandRun.of(("generate --out %s --date %s --collars 3 --seed 6 --still-cadence PT4M --active-cadence PT1M"
                                + " --files-per-day 1 --feedback-out %s --feedback-share 0.3")
                        .formatted(raw, DAY, feedback)
                        .split(" "))
                .endsWith(Petty.DONE);
        new FeedbackFolder(feedback).write("dt=%s/broken.json".formatted(DAY), "{");
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw, "--feedback", feedback);
        Map<String, String> expected = undisturbed.exports("timelines", "feedback", "rejects");
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw);

        int kills = 0;
        // Open all the time, so that no process waits for the one that was killed and served the database.
        try (LakeDatabase open = LakeDatabase.openEmbedded(home.folder())) {
            assertThat(open.url()).isNotEmpty();
            while (isKilledAfterItsFirstStep(home, feedback)) {
                kills++;
                assertThat(kills).as("kills").isLessThanOrEqualTo(MOST_KILLS);
            }
        }

        assertThat(kills).isGreaterThanOrEqualTo(FEWEST_KILLS);
        assertThat(home.exports("timelines", "feedback", "rejects").equals(expected))
                .isTrue();
        assertThat(home.command("run")).contains("Everything is fresh");
    }

    private static boolean isKilledAfterItsFirstStep(PettyHome home, Path feedback) {
        AtomicInteger begun = new AtomicInteger();
        try (PettyProcess run =
                PettyProcess.start(home, Map.of("PETTY_USER_KEY_SECRET", KEY_SECRET), "run", "--feedback", feedback)) {
            if (run.reaches(line -> line.matches(".*Executing step: \\[\\w+].*") && begun.incrementAndGet() == 2)) {
                run.kill();
                return true;
            }
            assertThat(run.exitCode()).as(run.written()).isEqualTo(Petty.DONE);
            return false;
        }
    }
}
