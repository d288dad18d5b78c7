package io.petty.cli.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventBuilder;
import io.petty.timeline.Review;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Compares confidences with votes; the expected results are computed by hand. */
class ReliabilityTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    @Test
    void computesTheScoreInterval() {
        // Wilson's interval for 8 of 10, from published tables.
        Precision precision = new Precision(8, 2);
        assertThat(precision.low()).isCloseTo(0.4902, within(1e-4));
        assertThat(precision.high()).isCloseTo(0.9433, within(1e-4));
        assertThat(precision.text()).isEqualTo("0.80 (0.49–0.94)");
        assertThat(new Precision(0, 3).low()).isCloseTo(0, within(1e-12));
        assertThat(new Precision(3, 0).high()).isCloseTo(1, within(1e-12));
        assertThat(Precision.NONE.text()).isEqualTo("–");
    }

    @Test
    void weighsTheErrorOfEachBinByItsVotes() {
        Reliability reliability = new Reliability();
        reliability.add(event(Behavior.DEEP_SLEEP, 0.9, 3, 0));
        reliability.add(event(Behavior.WALKING, 0.62, 0, 1));
        reliability.add(event(Behavior.WALKING, 0.7, 0, 0));
        reliability.add(event(Behavior.UNKNOWN, 0, 1, 0));

        assertThat(reliability.votes()).isEqualTo(4);
        // (3 · |1 − 0.9| + 1 · |0 − 0.62|) / 4
        assertThat(reliability.expectedCalibrationError()).isCloseTo(0.23, within(1e-12));
        assertThat(reliability.behaviors().keySet()).containsExactly(Behavior.DEEP_SLEEP, Behavior.WALKING);
    }

    @Test
    void putsEveryConfidenceInABin() {
        assertThat(Reliability.bin(0)).isZero();
        assertThat(Reliability.bin(0.0999)).isZero();
        assertThat(Reliability.bin(0.1)).isEqualTo(1);
        assertThat(Reliability.bin(1)).isEqualTo(9);
    }

    @Test
    void drawsBehaviorsAndTheCalibrationError() {
        Reliability reliability = new Reliability();
        reliability.add(event(Behavior.DEEP_SLEEP, 0.9, 3, 1));

        String svg = ReliabilityPicture.svg(reliability, DAY, DAY.plusDays(1));

        assertThat(svg)
                .startsWith("<svg ")
                .contains("Event days 2026-11-20 to 2026-11-21 (UTC). Expected calibration error 0.150 over 4 votes.")
                .contains(">Deep Sleep<", "prefers-color-scheme:dark");
    }

    private static Event event(Behavior behavior, double confidence, int positive, int negative) {
        return EventBuilder.event("a", 0, 1, behavior)
                .confidence(0.7, confidence)
                .build()
                .reviewed(positive, negative, Review.UNREVIEWED, null);
    }
}
