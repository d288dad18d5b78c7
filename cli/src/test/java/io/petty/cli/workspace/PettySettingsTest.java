package io.petty.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.jobs.rules.TimelineRules;
import io.petty.settings.SettingsException;
import io.petty.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PettySettingsTest {
    private static final long HALF_A_GIGABYTE = 512L << 20;

    @Test
    void allSortsTogetherUseAtMostAQuarterOfTheHeap() {
        for (int partitions : new int[] {1, 2, 8, 64}) {
            long bytes = 40L * partitions * PettySettings.sortReadings(HALF_A_GIGABYTE, partitions);

            assertThat(bytes).as("%d partitions", partitions).isLessThanOrEqualTo(HALF_A_GIGABYTE / 4);
        }
    }

    @Test
    void aSortHasAMaximumAndAMinimumSize() {
        assertThat(PettySettings.sortReadings(Long.MAX_VALUE, 1)).isEqualTo(1_000_000);
        assertThat(PettySettings.sortReadings(HALF_A_GIGABYTE, 1_024)).isGreaterThan(1_000);
        assertThat(PettySettings.sortReadings(1 << 20, 64)).isEqualTo(1_000);
    }

    @Test
    void readsTiersOfSleepAndRangesOfHeartRates() {
        TimelineRules rules = load(Map.of(
                        "petty.rules.sleep.tiers", "45/97.5, 20/80",
                        "petty.rules.fetch.heart-rate.from", "130"))
                .rules();

        assertThat(rules.sleep().tiers())
                .containsExactly(new TimelineRules.Tier(45, 97.5), new TimelineRules.Tier(20, 80));
        assertThat(rules.sleep().gap()).isEqualTo(20);
        assertThat(rules.fetch().heartRate()).isEqualTo(new TimelineRules.Percentages(130, 300));
        assertThat(load(Map.of()).rules()).isEqualTo(TimelineRules.DEFAULTS);
    }

    @Test
    void readsASettingFromAFileOfItsName(@TempDir Path files) throws IOException {
        Files.writeString(files.resolve("petty.user-key-secret"), "s3cret\n");
        Files.writeString(files.resolve("other"), "of another program");
        System.setProperty("spring.config.import", "configtree:" + files + "/");
        try {
            assertThat(load(Map.of()).userKeySecret()).isEqualTo("s3cret");
            Files.writeString(files.resolve("petty.user-key-secrt"), "s3cret");
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> load(Map.of()))
                    .withMessageContaining("petty.user-key-secrt");
        } finally {
            System.clearProperty("spring.config.import");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "petty.rules.sleep.tiers, 90:105",
        "petty.rules.sleep.tiers, ''",
        "petty.rules.sleep.quiet-reach, -1",
        "petty.rules.session-gap, 59s",
        "petty.rules.pacing.heart-rate.from, 171",
        "petty.rules.rest.alert, -5",
        // These settings existed in earlier versions.
        "petty.rules.rest.alert-factor, 1.5",
        "petty.rules.fetch.heart-rate-min, 80",
    })
    void namesAnInvalidOrUnknownRule(String property, String value) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> load(Map.of(property, value)))
                .withMessageContaining(property);
    }

    @Test
    void optionsAloneResultInTheSameSettingsAsLoadingThem() {
        assertThat(PettySettings.ofOptions(null, null, null, null)).isEqualTo(load(Map.of()));
        assertThat(PettySettings.ofOptions("a home", "s3://raw/files", "", " tables"))
                .isEqualTo(load(Map.of(
                        "petty.home", "a home",
                        "petty.raw", "s3://raw/files",
                        "petty.feedback", "",
                        "petty.lake", " tables")));
    }

    private static PettySettings load(Map<String, Object> options) {
        return new SettingsLoader()
                .load(PettySettings.class, PettySettings.DEFAULTS, options, name -> false, PettySettings::check);
    }
}
