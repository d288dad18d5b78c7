package io.petty.jobs.timeline;

import static io.petty.jobs.timeline.CollarDays.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.petty.timeline.RestingHeartRate;
import java.math.BigDecimal;
import java.math.BigInteger;
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
    void isTheMeanOfTheTwoMiddleOnes() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 80), daysAgo(3, 55), daysAgo(4, 60)))
                .contains(new RestingBaseline(BigInteger.valueOf(115_000), BigInteger.TWO));
    }

    @Test
    void looksBackNinetyDays() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(90, 55))).isPresent();
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(91, 55))).isEmpty();
    }

    @Test
    void leavesOutTheDayItselfAndLaterOnes() {
        assertThat(before(daysAgo(1, 50), daysAgo(2, 60), daysAgo(0, 55), daysAgo(-1, 55)))
                .isEmpty();
    }

    @Test
    void isDrawnFromTheLastFourteenDaysInAnyOrder() {
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
    void refusesADayTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> before(daysAgo(1, 50), daysAgo(1, 60), daysAgo(2, 50)))
                .withMessageContaining("2026-11-19");
    }

    /** These two differ by 4·10⁻¹⁹, which doubles can't tell. */
    @Test
    void ordersMeansExactly() {
        RestingHeartRate low = new RestingHeartRate("A", DAY.minusDays(1), 55_000L * 40_000_000, 40_000_000);
        RestingHeartRate high = new RestingHeartRate("A", DAY.minusDays(2), 55_000L * 40_000_001 + 1, 40_000_001);
        RestingHeartRate lower = new RestingHeartRate("A", DAY.minusDays(3), 55_000L * 40_000_001 - 1, 40_000_001);

        assertThat(before(high, low, lower)).contains(beatsPerMinute(55));
        assertThat(before(lower, high, low)).contains(beatsPerMinute(55));
    }

    @Test
    void comparesExactly() {
        RestingBaseline third = new RestingBaseline(BigInteger.valueOf(200_000), BigInteger.valueOf(3));
        BigDecimal factor = BigDecimal.valueOf(1.5);

        assertThat(third.isExceededBy(400_000, 4, factor)).isFalse();
        assertThat(third.isExceededBy(400_001, 4, factor)).isTrue();
        assertThat(third.isExceededBy(86_400_000L * 100_000, 86_400_000, factor))
                .isFalse();
        assertThat(third.isExceededBy(86_400_000L * 100_000 + 1, 86_400_000, factor))
                .isTrue();
    }

    @Test
    void showsTheNearestDouble() {
        assertThat(new RestingBaseline(BigInteger.valueOf(200_000), BigInteger.valueOf(3)).beatsPerMinute())
                .isEqualTo(200 / 3.0);
        assertThat(beatsPerMinute(55).beatsPerMinute()).isEqualTo(55);
    }

    @Test
    void isEqualInLowestTerms() {
        assertThat(new RestingBaseline(BigInteger.valueOf(110_000), BigInteger.TWO))
                .isEqualTo(beatsPerMinute(55));
    }

    private static Optional<RestingBaseline> before(RestingHeartRate... earlier) {
        return RestingBaseline.before(DAY, List.of(earlier), TimelineRules.DEFAULTS);
    }

    private static RestingHeartRate daysAgo(int days, int beatsPerMinute) {
        return new RestingHeartRate("A", DAY.minusDays(days), 7_000L * beatsPerMinute, 7);
    }

    private static RestingBaseline beatsPerMinute(int beatsPerMinute) {
        return new RestingBaseline(BigInteger.valueOf(1000L * beatsPerMinute), BigInteger.ONE);
    }
}
