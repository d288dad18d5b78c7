package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartRatesTest {
    private final HeartRates heartRates = new HeartRates();

    @Test
    void computesMeanDeviationAndExtremes() {
        measure(collar().heartRate(50).readings(2).heartRate(70).readings(2));

        assertThat(heartRates.mean()).isEqualTo(60);
        assertThat(heartRates.deviation()).isEqualTo(10);
        assertThat(heartRates.min()).isEqualTo(50);
        assertThat(heartRates.max()).isEqualTo(70);
    }

    @Test
    void hasADeviationOfZeroWithOneReading() {
        measure(collar().heartRate(50.123).reading());

        assertThat(heartRates.deviation()).isZero();
        assertThat(heartRates.mean()).isEqualTo(50.123);
    }

    /** The number of readings, 100,000, times the sum of their squares exceeds the range of a long. */
    @Test
    void staysExactBeyondTheRangeOfALong() {
        int half = 50_000;
        CollarDayBuilder day =
                collar().every(Duration.ofMillis(10)).heartRate(297).readings(half);
        measure(day.heartRate(300).readings(half));

        assertThat(heartRates.deviation()).isEqualTo(1.5);

        measure(day.heartRate(298.5).reading());
        assertThat(heartRates.deviation()).isCloseTo(1.5, within(1e-4)).isLessThan(1.5);
    }

    @Test
    void ignoresReadingsWithoutAHeartRate() {
        measure(collar().heartRate(50)
                .readings(2)
                .noHeartRate()
                .readings(7)
                .heartRate(70)
                .readings(2));

        assertThat(heartRates.readings()).isEqualTo(4);
        assertThat(heartRates.mean()).isEqualTo(60);
        assertThat(heartRates.deviation()).isEqualTo(10);
        assertThat(heartRates.max()).isEqualTo(70);
    }

    @Test
    void comparesTheMeanWithAPercentageExactly() {
        measure(collar().heartRate(63).readings(3));
        assertThat(heartRates.compareMean(105_000, 60_000)).isZero();
        assertThat(heartRates.compareMean(104_999, 60_000)).isPositive();
        assertThat(heartRates.compareMean(105_001, 60_000)).isNegative();
        assertThat(heartRates.compareMean(105_000, 60_001)).isNegative();
    }

    /** Both products exceed the range of a long. */
    @Test
    void comparesMeansOfAWholeDayOfTheHighestRates() {
        int readings = 86_400_000;
        int rate = PackedReading.MAX_HEART_RATE;
        long sum = 10L * rate * readings;
        assertThat(HeartRates.compareMean(sum, readings, 1_000_000, rate)).isZero();
        assertThat(HeartRates.compareMean(sum + 1, readings, 1_000_000, rate)).isPositive();
        assertThat(HeartRates.compareMean(sum - 1, readings, 1_000_000, rate)).isNegative();
    }

    private void measure(CollarDayBuilder builder) {
        CollarDay day = builder.build();
        heartRates.measure(day, 0, day.size());
    }
}
