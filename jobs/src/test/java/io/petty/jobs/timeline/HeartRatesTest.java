package io.petty.jobs.timeline;

import static io.petty.jobs.timeline.CollarDays.collar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petty.reading.CollarDay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartRatesTest {
    private final HeartRates heartRates = new HeartRates();

    @Test
    void tellsMeanDeviationAndExtremes() {
        measure(collar().heartRate(50).readings(2).heartRate(70).readings(2));

        assertThat(heartRates.mean()).isEqualTo(60);
        assertThat(heartRates.deviation()).isEqualTo(10);
        assertThat(heartRates.min()).isEqualTo(50);
        assertThat(heartRates.max()).isEqualTo(70);
    }

    @Test
    void hasNoDeviationWithOneReading() {
        measure(collar().heartRate(50.123).reading());

        assertThat(heartRates.deviation()).isZero();
        assertThat(heartRates.mean()).isEqualTo(50.123);
    }

    /** 100,000 readings times the sum of their squares is beyond a long. */
    @Test
    void staysExactBeyondTheRangeOfALong() {
        int half = 50_000;
        CollarDays day = collar().every(Duration.ofMillis(10)).heartRate(297).readings(half);
        measure(day.heartRate(300).readings(half));

        assertThat(heartRates.deviation()).isEqualTo(1.5);
        assertThat(heartRates.deviationIsBelow(1_500)).isFalse();
        assertThat(heartRates.deviationIsBelow(1_501)).isTrue();

        measure(day.heartRate(298.5).reading());
        assertThat(heartRates.deviationIsBelow(1_500)).isTrue();
        assertThat(heartRates.deviation()).isCloseTo(1.5, within(1e-4)).isLessThan(1.5);
    }

    private void measure(CollarDays builder) {
        CollarDay day = builder.build();
        heartRates.measure(day, 0, day.size());
    }
}
