package io.petty.jobs.timeline;

import static io.petty.jobs.timeline.CollarDays.DAY;
import static io.petty.jobs.timeline.CollarDays.collar;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.RestingHeartRate;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rule 6. */
class RestWindowsTest {
    @Test
    void sleepsThroughCalmWindows() {
        assertThat(Told.events(collar().at("03:05").heartRate(50).readings(25)))
                .containsExactly("Deep Sleep 03:05–03:29 x25");
    }

    @Test
    void countsWindowsFromTheFirstReadingOfTheSegment() {
        assertThat(Told.events(collar().at("03:05")
                        .heartRate(50)
                        .readings(10)
                        .heartRate(90)
                        .readings(10)
                        .heartRate(50)
                        .readings(10)))
                .containsExactly("Deep Sleep 03:05–03:15 x10", "Resting 03:15–03:25 x10", "Deep Sleep 03:25–03:34 x10");
    }

    @Test
    void putsAReadingAtTheEndOfAWindowInTheNext() {
        CollarDays day =
                collar().at("03:00").heartRate(50).every(Duration.ofMinutes(3)).readings(3);
        // 03:00, 03:03, 03:06 and 03:10 lie in two windows; 03:09:59.999 would be a fourth reading of the first.
        assertThat(Told.events(day.at("03:10").reading())).containsExactly("Resting 03:00–03:10 x4");
        CollarDays calm =
                collar().at("03:00").heartRate(50).every(Duration.ofMinutes(3)).readings(3);
        assertThat(Told.events(calm.at("03:09:59.999").reading())).containsExactly("Deep Sleep 03:00–03:09:59.999 x4");
    }

    @Test
    void joinsAlikeWindowsAcrossEmptyOnes() {
        assertThat(Told.events(collar().at("03:00")
                        .heartRate(50)
                        .readings(4)
                        .at("03:30")
                        .readings(4)))
                .containsExactly("Deep Sleep 03:00–03:33 x8");
        assertThat(Told.events(collar().at("03:00")
                        .heartRate(50)
                        .readings(4)
                        .at("03:30")
                        .readings(3)))
                .containsExactly("Deep Sleep 03:00–03:30 x4", "Resting 03:30–03:32 x3");
    }

    @Test
    void isCalmWithAMeanWithinBothBounds() {
        assertThat(sleeps(40)).isTrue();
        assertThat(sleeps(39.999)).isFalse();
        assertThat(sleeps(65)).isTrue();
        assertThat(sleeps(65.001)).isFalse();
        assertThat(sleeps(65, 65, 65, 65, 65.001)).isFalse();
    }

    @Test
    void isCalmWithADeviationBelowThree() {
        assertThat(sleeps(47, 53, 47, 53)).isFalse();
        assertThat(sleeps(47, 53, 47, 52.999)).isTrue();
        assertThat(sleeps(47.001, 52.999, 47.001, 52.999)).isTrue();
        assertThat(sleeps(46.999, 53, 47, 53)).isFalse();
    }

    @Test
    void isAlertAboveOneAndAHalfTimesTheBaseline() {
        assertThat(behaviorsAgainst(60, 90, 90, 90, 90)).containsExactly("Resting");
        assertThat(behaviorsAgainst(60, 90, 90, 90, 90.001)).containsExactly("Alert");
        assertThat(behaviorsAgainst(60, 95, 95, 95)).containsExactly("Resting");
    }

    @Test
    void isNeverAlertWithoutABaseline() {
        assertThat(sleeps(200)).isFalse();
        assertThat(Told.behaviors(Told.timeline(day(200, 200, 200, 200)))).containsExactly("Resting");
    }

    @Test
    void isNeverAlertWhenCalm() {
        assertThat(behaviorsAgainst(30, 50, 50, 50, 50)).containsExactly("Deep Sleep");
    }

    @Test
    void judgesAnAlertOnTheWholeEvent() {
        // Each window has too few readings; the event has enough.
        CollarDays day =
                collar().at("03:00").heartRate(100).readings(2).at("03:10").readings(2);
        assertThat(Told.behaviors(Told.timeline(day.build(), baseline(60)))).containsExactly("Alert");
    }

    @Test
    void showsTheBaselineOnEventsOfRestAlone() {
        CollarTimeline timeline = Told.timeline(
                collar().at("03:00")
                        .heartRate(50)
                        .readings(10)
                        .heartRate(100)
                        .readings(10)
                        .activity(1)
                        .readings(10)
                        .at("09:00")
                        .activity(0)
                        .reading()
                        .build(),
                baseline(60));

        assertThat(Told.behaviors(timeline)).containsExactly("Deep Sleep", "Alert", "Walking", "Unknown");
        assertThat(timeline.events())
                .extracting(event -> Optional.ofNullable(event.baselineHeartRate()))
                .containsExactly(Optional.of(60.0), Optional.of(60.0), Optional.empty(), Optional.empty());
    }

    @Test
    void restingHeartRateIsThatOfAllWindowsOfRest() {
        CollarTimeline timeline = Told.timeline(collar().at("03:00")
                .heartRate(50)
                .readings(10)
                .heartRate(70.001)
                .readings(10)
                .activity(1)
                .heartRate(150)
                .readings(10));

        assertThat(timeline.resting()).contains(new RestingHeartRate("A", DAY, 1_200_010, 20));
        assertThat(timeline.summary().restingHeartRate()).isEqualTo(60.0005);
    }

    private static boolean sleeps(double... heartRates) {
        double[] window = heartRates.length == 1
                ? new double[] {heartRates[0], heartRates[0], heartRates[0], heartRates[0]}
                : heartRates;
        return Told.behaviors(Told.timeline(day(window))).contains("Deep Sleep");
    }

    private static List<String> behaviorsAgainst(int baseline, double... heartRates) {
        return Told.behaviors(Told.timeline(day(heartRates).build(), baseline(baseline)));
    }

    private static Optional<RestingBaseline> baseline(int beatsPerMinute) {
        return Optional.of(new RestingBaseline(BigInteger.valueOf(beatsPerMinute * 1000L), BigInteger.ONE));
    }

    private static CollarDays day(double... heartRates) {
        CollarDays day = collar().at("03:00");
        for (double heartRate : heartRates) {
            day.heartRate(heartRate).reading();
        }
        return day;
    }
}
