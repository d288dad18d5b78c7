package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PettySettingsTest {
    private static final long HALF_A_GIGABYTE = 512L << 20;

    @Test
    void sortsTogetherTakeAQuarterOfTheHeapAtMost() {
        for (int partitions : new int[] {1, 2, 8, 64}) {
            long bytes = 40L * partitions * PettySettings.sortReadings(HALF_A_GIGABYTE, partitions);

            assertThat(bytes).as("%d partitions", partitions).isLessThanOrEqualTo(HALF_A_GIGABYTE / 4);
        }
    }

    @Test
    void aSortIsNeitherLargerThanADayNeedsNorUselesslySmall() {
        assertThat(PettySettings.sortReadings(Long.MAX_VALUE, 1)).isEqualTo(1_000_000);
        assertThat(PettySettings.sortReadings(HALF_A_GIGABYTE, 1_024)).isGreaterThan(1_000);
        assertThat(PettySettings.sortReadings(1 << 20, 64)).isEqualTo(1_000);
    }
}
