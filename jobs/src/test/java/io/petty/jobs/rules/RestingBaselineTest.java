package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.timeline.RestingHeartRate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestingBaselineTest {
    @Test
    void needsThreeDays() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60))).isEmpty();
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(3, 55))).contains(beatsPerMinute(55));
    }

    @Test
    void isTheMeanOfTheTwoMiddleRates() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 80), daysAgo(3, 55), daysAgo(4, 60)))
                .contains(beatsPerMinute(57.5));
    }

    @Test
    void looksBackNinetyDays() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(90, 55))).isPresent();
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(91, 55))).isEmpty();
    }

    @Test
    void ignoresTheDayItselfAndLaterOnes() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(0, 55), daysAgo(-1, 55)))
                .isEmpty();
    }

    @Test
    void usesTheLastFourteenDaysInAnyOrder() {
        List<RestingHeartRate> earlier = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            earlier.add(daysAgo(2 * i, 40 + i));
        }
        Collections.shuffle(earlier, new Random(1));

        assertThat(RestingBaseline.before(DAY, earlier, TimelineRules.DEFAULTS))
                .hasValueSatisfying(
                        baseline -> assertThat(baseline.beatsPerMinute()).isEqualTo(47.5));
    }

    @Test
    void refusesADuplicateDay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> before(daysAgo(1, 50), daysAgo(1, 60), daysAgo(2, 50)))
                .withMessageContaining("2026-11-19");
    }

    @Test
    void roundsRestingRatesHalfUpToThousandths() {
        assertThat(new RestingHeartRate("A", DAY, 120_001, 2).thousandths()).isEqualTo(60_001);
        assertThat(new RestingHeartRate("A", DAY, 180_001, 3).thousandths()).isEqualTo(60_000);
        assertThat(new RestingHeartRate("A", DAY, 180_002, 3).thousandths()).isEqualTo(60_001);
        assertThat(new RestingHeartRate("A", DAY, 120_001, 2).beatsPerMinute()).isEqualTo(60.001);
    }

    @Test
    void roundsTheMeanOfTheTwoMiddleRatesHalfUp() {
        RestingHeartRate low = new RestingHeartRate("A", DAY.minusDays(1), 60_000, 1);
        RestingHeartRate high = new RestingHeartRate("A", DAY.minusDays(2), 60_001, 1);

        assertThat(before(low, high, daysAgo(3, 50), daysAgo(4, 70))).contains(beatsPerMinute(60.001));
    }

    private static Optional<RestingBaseline> before(RestingHeartRate... earlier) {
        return RestingBaseline.before(DAY, List.of(earlier), TimelineRules.DEFAULTS);
    }

    private static RestingHeartRate daysAgo(int days, int beatsPerMinute) {
        return new RestingHeartRate("A", DAY.minusDays(days), 7_000L * beatsPerMinute, 7);
    }

    private static RestingBaseline beatsPerMinute(double beatsPerMinute) {
        return new RestingBaseline((int) Math.round(1000 * beatsPerMinute));
    }
}
