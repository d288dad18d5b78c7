package io.petty.jobs.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.petty.lake.VoiceTotal;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares confidences with those computed by hand. */
class CalibrationTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final CalibrationRules RULES = CalibrationRules.DEFAULTS;
    private static final EventClass WALKS = new EventClass(Behavior.WALKING, 0.7);

    @Test
    void keepsTheConfidenceOfARuleExactlyWithoutVoices() {
        Calibration calibration = of();

        assertThat(calibration.isEmpty()).isTrue();
        for (double confidence : new double[] {0.9, 0.8, 0.75, 0.7}) {
            assertThat(calibration.confidence("a", new EventClass(Behavior.WALKING, confidence)))
                    .isEqualTo(confidence);
        }
        assertThat(calibration.confidence("a", new EventClass(Behavior.UNKNOWN, 0)))
                .isZero();
    }

    @Test
    void calibratesByAllCollarsAndThenByTheCollarsOwnVoices() {
        Calibration calibration = of(
                count("a", DAY.minusDays(1), DAY.minusDays(1), 6, 0),
                count("b", DAY.minusDays(90), DAY.minusDays(1), 0, 4));

        // (20 · 0.7 + 6) / (20 + 6 + 4)
        double base = 20.0 / 30;
        assertThat(calibration.confidence(WALKS)).isCloseTo(base, within(1e-15));
        assertThat(calibration.confidence("a", WALKS)).isCloseTo((10 * base + 6) / 16, within(1e-15));
        assertThat(calibration.confidence("b", WALKS)).isCloseTo(10 * base / 14, within(1e-15));
        assertThat(calibration.confidence("c", WALKS)).isCloseTo(base, within(1e-15));
        assertThat(calibration.confidence("a", new EventClass(Behavior.RUNNING, 0.7)))
                .isEqualTo(0.7);
    }

    @Test
    void calibratesSureAndLikelySleepsSeparately() {
        EventClass sure = new EventClass(Behavior.DEEP_SLEEP, 0.94);
        EventClass likely = new EventClass(Behavior.DEEP_SLEEP, 0.7);
        LocalDate before = DAY.minusDays(1);
        Calibration calibration =
                of(new VoiceCount("a", before, sure, before, 4, 0), new VoiceCount("a", before, likely, before, 0, 5));

        assertThat(calibration.confidence(sure)).isCloseTo((20 * 0.94 + 4) / 24, within(1e-15));
        assertThat(calibration.confidence(likely)).isCloseTo(14.0 / 25, within(1e-15));
        assertThat(calibration.voices("a", sure)).isEqualTo(new VoiceBalance(4, 0));
        assertThat(calibration.voices("a", likely)).isEqualTo(new VoiceBalance(0, 5));
        assertThat(calibration.confidence(new EventClass(Behavior.DEEP_SLEEP, 0.9)))
                .isEqualTo(0.9);
    }

    @Test
    void countsVoicesGivenBeforeTheDayOnEventsOfTheNinetyDaysBeforeIt() {
        assertThat(of(count("a", DAY, DAY, 9, 0)).isEmpty()).isTrue();
        assertThat(of(count("a", DAY.minusDays(1), DAY, 9, 0)).isEmpty()).isTrue();
        assertThat(of(count("a", DAY.minusDays(91), DAY.minusDays(91), 9, 0)).isEmpty())
                .isTrue();
        assertThat(of(count("a", DAY.minusDays(90), DAY.minusDays(1), 9, 0)).voices(WALKS))
                .isEqualTo(new VoiceBalance(9, 0));
    }

    @Test
    void sumsDoNotDependOnTheOrder() {
        VoiceCount first = count("a", DAY, DAY, 3, 1);
        VoiceCount second = count("b", DAY, DAY, 0, 2);

        assertThat(totals(first, second)).isEqualTo(totals(second, first)).hasSize(1);
        assertThat(totals(first, second).get(0).collars())
                .isNotEqualTo(totals(count("b", DAY, DAY, 3, 1), count("a", DAY, DAY, 0, 2))
                        .get(0)
                        .collars());
    }

    @Test
    void namesInvalidFigures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CalibrationRules(0, 20, 10))
                .withMessageStartingWith("petty.rules.calibration.window-days ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CalibrationRules(90, 0, 10))
                .withMessageStartingWith("petty.rules.calibration.rule-weight ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CalibrationRules(90, 20, Double.NaN))
                .withMessageStartingWith("petty.rules.calibration.behavior-weight ");
    }

    private static VoiceCount count(String collar, LocalDate day, LocalDate given, int positive, int negative) {
        return new VoiceCount(collar, day, WALKS, given, positive, negative);
    }

    private static List<VoiceTotal> totals(VoiceCount... counts) {
        VoiceTotals totals = new VoiceTotals();
        List.of(counts).forEach(totals::add);
        return totals.list();
    }

    private static Calibration of(VoiceCount... counts) {
        Calibration calibration = new Calibration(RULES, DAY, Calibration.sum(totals(counts), DAY, RULES.windowDays()));
        List.of(counts).forEach(calibration::add);
        return calibration;
    }
}
