package io.petty.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the lives of each species, and missing heart rates. */
class SpeciesTest {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final LocalDate FIRST = LocalDate.parse("2026-11-20");
    private static final long START = FIRST.toEpochDay() * MILLIS_PER_DAY;
    private static final GenerateSettings PLAIN = GenerateSettings.defaults()
            .withShares(0, 0, 0)
            .withFiles(FileFormat.PLAIN, 1)
            .withCadence(Duration.ofMinutes(1), Duration.ofMinutes(1));

    @TempDir
    private Path folder;

    @Test
    void keepsTheBytesOfLivesWithoutASpecies() throws Exception {
        GenerateSettings settings = GenerateSettings.defaults().withFiles(FileFormat.PLAIN, 1);
        Path truth = folder.resolve("truth.ndjson");
        new Generator(settings).generate(folder.resolve("out"), FIRST, 1, 5, 7, truth, (file, soFar) -> {});

        assertThat(sha256(folder.resolve("out/dt=2026-11-20/00.ndjson")))
                .isEqualTo("433a059287dae08cfcf1e6feaeaddc591fa535aaf6558f940589c34df3b1443b");
        assertThat(sha256(truth)).isEqualTo("a5fcf1c490750f0cab5fca6bb8165c9bdcafc3d9e526f0bbb3a3152a960d17c1");
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @ParameterizedTest
    @EnumSource
    void sleepsTheHoursADayThatAreTypicalOfItsSpecies(Species species) {
        Map<Species, Double> hoursAsleep =
                Map.of(Species.CAT, 12.1, Species.SMALL_DOG, 10.6, Species.LARGE_DOG, 10.6, Species.PERSON, 7.3);
        double asleep = 0;
        int days = 400;
        for (int number = 0; number < days; number++) {
            Pet pet = Pet.of(7, number, PLAIN.withLives(List.of(species), 0));
            DayPlan plan = DayPlan.of(7, pet, 20_000);
            assertThat(plan.state(0)).isEqualTo(PetState.SLEEP);
            assertThat(plan.state(plan.size() - 1)).isEqualTo(PetState.SLEEP);
            for (int span = 0; span < plan.size(); span++) {
                assertThat(plan.start(span + 1)).isGreaterThanOrEqualTo(plan.start(span));
                if (plan.state(span) == PetState.SLEEP) {
                    asleep += (plan.start(span + 1) - plan.start(span)) / 3600.0;
                }
            }
        }
        assertThat(asleep / days).isCloseTo(hoursAsleep.get(species), within(0.4));
    }

    @ParameterizedTest
    @EnumSource
    void livesDoNotDependOnTheFirstDay(Species species) {
        Pet pet = Pet.of(7, 3, PLAIN.withLives(List.of(species), 0.43));
        CollarLife early = new CollarLife(7, pet, PLAIN.withLives(List.of(species), 0.43), START - MILLIS_PER_DAY);
        CollarLife late = new CollarLife(7, pet, PLAIN.withLives(List.of(species), 0.43), START);
        while (early.time() < late.time()) {
            early.advance();
        }
        for (int reading = 0; reading < 2000; reading++) {
            assertThat(early.time()).isEqualTo(late.time());
            assertThat(early.heartRate()).isEqualTo(late.heartRate());
            assertThat(early.activity()).isEqualTo(late.activity());
            early.advance();
            late.advance();
        }
    }

    @Test
    void omitsAboutTheRequestedShareOfHeartRates() throws IOException {
        GeneratedCounts counts = new Generator(PLAIN.withLives(List.of(Species.CAT, Species.PERSON), 0.43))
                .generate(folder, FIRST, 2, 20, 7, null, (file, soFar) -> {});

        long missing = RawLine.allBelow(folder).stream()
                .filter(line -> line.text().contains("\"heart_rate\":null"))
                .count();
        assertThat((double) missing / counts.readings()).isCloseTo(0.43, within(0.05));
    }

    @Test
    void namesTheKnownSpecies() {
        assertThat(Species.ofLabel("small-dog")).isEqualTo(Species.SMALL_DOG);
        assertThatThrownBy(() -> Species.ofLabel("hamster"))
                .hasMessage("'hamster' is not a species; choose one of cat, small-dog, large-dog, person");
        assertThatThrownBy(() -> PLAIN.withLives(List.of(), 1)).hasMessageContaining("0 to 0.9, not 1.0");
    }
}
