package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.GeneratedCounts;
import io.petty.generate.Generator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares whole runs, from raw files to exports, with the reference. */
class WholeRunTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir
    private Path folder;

    @Test
    void matchesTheReferenceOnGeneratedDays() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        GeneratedCounts generated = generate(raw);
        ReferenceLake reference = ReferenceLake.of(raw);
        assertThat(reference.lines()).isEqualTo(generated.lines());

        PettyHome atOnce = new PettyHome(folder.resolve("at-once"));
        atOnce.command("run", "--raw", raw.folder());
        reference.assertEqualTo(atOnce);

        PettyHome dayByDay = new PettyHome(folder.resolve("day-by-day"));
        for (int i = 0; i < 5; i++) {
            dayByDay.command("run", "--raw", raw.folder(), "--date", FIRST.plusDays(i));
        }
        // Late readings change earlier days, which may change the baselines of later days that were already computed.
        dayByDay.command("run");
        String[] tables = {"readings", "rejects", "timelines", "summaries"};
        assertThat(dayByDay.exports(tables)).isEqualTo(atOnce.exports(tables));
    }

    private static GeneratedCounts generate(RawFolder raw) throws IOException {
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofMinutes(4), Duration.ofSeconds(48))
                .withShares(0.03, 0.03, 0.02)
                .withFiles(FileFormat.MIXED, 4);
        return new Generator(settings).generate(raw.folder(), FIRST, 5, 3, 20261120, null, (file, soFar) -> {});
    }

    @Test
    void acceptsAndRejectsTheSameLinesAsTheReference() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        for (long seed : new long[] {1, 2, 3}) {
            for (LocalDate day = DAY; day.isBefore(DAY.plusDays(2)); day = day.plusDays(1)) {
                RandomRawFiles files = new RandomRawFiles(seed * 1000 + day.getDayOfMonth(), day);
                for (int i = 0; i < 6; i++) {
                    files.write(raw, "seed=" + seed, 450, i % 2 == 0 ? 60 : 10);
                }
            }
        }
        ReferenceLake reference = ReferenceLake.of(raw);
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.attempt("run", "--raw", raw.folder(), "--max-reject-share", "1").endsWith(reference.exitCode());
        reference.assertEqualTo(home);
    }
}
