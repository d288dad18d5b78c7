package io.petty.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HumanTextTest {
    @Test
    void writesDurationsAtAFittingPrecision() {
        assertThat(HumanText.duration(0)).isEqualTo("0 s");
        assertThat(HumanText.duration(20_000)).isEqualTo("20 s");
        assertThat(HumanText.duration(260_000)).isEqualTo("4 min 20 s");
        assertThat(HumanText.duration(29 * 60_000)).isEqualTo("29 min");
        assertThat(HumanText.duration((7 * 60 + 32) * 60_000)).isEqualTo("7 h 32 min");
        assertThat(HumanText.duration(DayCells.DAY)).isEqualTo("24 h 00 min");
    }

    @Test
    void carriesRoundedDurationsIntoTheNextUnit() {
        assertThat(HumanText.duration(59_499)).isEqualTo("59 s");
        assertThat(HumanText.duration(59_500)).isEqualTo("1 min 00 s");
        assertThat(HumanText.duration(599_600)).isEqualTo("10 min");
        assertThat(HumanText.duration(3_599_000)).isEqualTo("1 h 00 min");
    }

    @Test
    void writesShortDurationsOfWorkWithTenths() {
        assertThat(HumanText.took(420_000_000)).isEqualTo("0.4 s");
        assertThat(HumanText.took(9_940_000_000L)).isEqualTo("9.9 s");
        assertThat(HumanText.took(9_960_000_000L)).isEqualTo("10 s");
    }

    @Test
    void writesCountsWithFewDigits() {
        assertThat(HumanText.count(0)).isEqualTo("0");
        assertThat(HumanText.count(999.4)).isEqualTo("999");
        assertThat(HumanText.count(999.6)).isEqualTo("1.0 k");
        assertThat(HumanText.count(12_345)).isEqualTo("12 k");
        assertThat(HumanText.count(999_600)).isEqualTo("1.0 M");
        assertThat(HumanText.count(1_900_000)).isEqualTo("1.9 M");
        assertThat(HumanText.count(3.1e9)).isEqualTo("3.1 G");
    }

    @Test
    void writesDistancesInMetresOrKilometres() {
        assertThat(HumanText.distance(12.4)).isEqualTo("12 m");
        assertThat(HumanText.distance(999.6)).isEqualTo("1.00 km");
        assertThat(HumanText.distance(1_420)).isEqualTo("1.42 km");
        assertThat(HumanText.distance(120_000)).isEqualTo("120 km");
    }

    @Test
    void writes0And100PercentOnlyForExactShares() {
        assertThat(HumanText.share(0, 100)).isEqualTo("0%");
        assertThat(HumanText.share(1, 1_000)).isEqualTo("<1%");
        assertThat(HumanText.share(999, 1_000)).isEqualTo(">99%");
        assertThat(HumanText.share(1_000, 1_000)).isEqualTo("100%");
        assertThat(HumanText.share(0, 0)).isEqualTo("0%");
    }
}
