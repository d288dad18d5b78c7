package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills runs at random moments while a reader exports; {@code petty.test.kills} sets how often. This test takes longer
 * than the limit for tests, so it needs {@code -Dtest.longest="1 d" -Dsurefire.timeout=0}.
 */
@EnabledIfSystemProperty(named = "petty.test.kills", matches = "[0-9]+")
class KilledRunSoakTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};
    private static final int KILLS = Integer.getInteger("petty.test.kills", 0);
    private static final long SEED = Long.getLong("petty.test.seed", 1);

    @TempDir
    private Path folder;

    @Test
    void theNextRunFinishesEveryKilledRun() {
        Random random = new Random(SEED);
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", generate(0));
        int kills = 0;
        for (int round = 1; kills < KILLS; round++) {
            Path raw = generate(round);
            PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed-" + round));
            long started = System.nanoTime();
            try (PettyProcess run = PettyProcess.start(undisturbed, "run", "--raw", raw)) {
                assertThat(run.exitCode()).as(run.written()).isEqualTo(ExitCode.DONE);
            }
            long millis = (System.nanoTime() - started) / 1_000_000;
            Map<String, String> expected = undisturbed.exports(TABLES);
            kills += killUntilItIsThrough(home, raw, random, millis);
            assertThat(home.exports(TABLES))
                    .as("round %d of seed %d", round, SEED)
                    .isEqualTo(expected);
            System.out.printf("%d of %d kills, %d rounds%n", kills, KILLS, round);
        }
    }

    private static int killUntilItIsThrough(PettyHome home, Path raw, Random random, long millis) {
        int kills = 0;
        try (LakeDatabase reading = LakeDatabase.openEmbedded(home.folder());
                DayReader reader = DayReader.of(home, DAY)) {
            assertThat(reading.url()).isNotEmpty();
            boolean through = false;
            while (!through) {
                try (PettyProcess run = PettyProcess.start(home, "run", "--raw", raw)) {
                    // The maximum is a little longer than a whole run takes, so that some runs complete.
                    through = run.endsWithin(random.nextLong(millis * 6 / 5));
                    if (through) {
                        assertThat(run.exitCode()).as(run.written()).isEqualTo(ExitCode.DONE);
                    } else {
                        run.kill();
                        kills++;
                    }
                }
            }
            assertThat(reader.end()).as("distinct states of the day").hasSizeBetween(1, 2);
        }
        return kills;
    }

    private Path generate(int round) {
        Path raw = folder.resolve("raw-" + round);
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        DAY.toString(),
                        "--collars",
                        "4",
                        "--seed",
                        String.valueOf(SEED * 1_000 + round))
                .endsWith(ExitCode.DONE);
        return raw;
    }
}
