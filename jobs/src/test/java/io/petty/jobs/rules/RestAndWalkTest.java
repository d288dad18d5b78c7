package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.RestingHeartRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps 2, 11 and 12 of the rules: the day's rates, walks, pacing, rest and alerts. */
class RestAndWalkTest {
    @Test
    void usesTheDaysOwnRateWithAtLeastFourHoursOfRest() {
        assertThat(reference(rest(240), Timelines.baseline(100))).contains(60.0);
        assertThat(reference(rest(239), Timelines.baseline(100))).contains(100.0);
        assertThat(reference(rest(239), Optional.empty())).contains(60.0);
    }

    @Test
    void countsMinutesThatAreNotRestlessAndHaveAHeartRateAtRest() {
        assertThat(reference(rest(239).noHeartRate().reading(), Timelines.baseline(100)))
                .contains(100.0);
        assertThat(reference(rest(239).activity(1).reading(), Timelines.baseline(100)))
                .contains(100.0);
        assertThat(reference(rest(239).at("23:00").reading(), Timelines.baseline(100)))
                .as("with a session of a single reading")
                .contains(60.0);
        CollarDayBuilder restless = rest(239).every(Duration.ofSeconds(20));
        assertThat(reference(restless.reading().activity(1).readings(1), Timelines.baseline(100)))
                .as("half of the last minute's readings are active")
                .contains(100.0);
    }

    @Test
    void hasNoReferenceRateWithoutAHeartRateAtRestOrABaseline() {
        CollarDayBuilder day = collar().at("03:00").noHeartRate().readings(300).activity(1);
        day.heartRate(90).location(0, 0).readings(20);
        assertThat(reference(day, Optional.empty())).isEmpty();
        assertThat(Timelines.behaviors(Timelines.timeline(day))).containsExactly("Resting", "Walking");
        assertThat(reference(day, Timelines.baseline(80))).contains(80.0);
    }

    @Test
    void computesTheRestingRateFromAllReadingsOfActivityZero() {
        CollarTimeline timeline = Timelines.timeline(collar().at("03:00")
                .heartRate(50)
                .readings(10)
                .noHeartRate()
                .readings(10)
                .activity(1)
                .heartRate(150)
                .readings(10)
                .at("09:00")
                .activity(0)
                .heartRate(70.001)
                .reading());

        assertThat(timeline.resting()).contains(new RestingHeartRate("A", CollarDayBuilder.DAY, 570_001, 11));
        assertThat(timeline.summary().restingHeartRate()).isEqualTo(51.818);
    }

    @Test
    void isAlertAboveOneAndAHalfTimesTheBaseline() {
        assertThat(behaviors(60, 90, 90, 90, 90)).containsExactly("Resting");
        assertThat(behaviors(60, 90, 90, 90, 90.001)).containsExactly("Alert");
        assertThat(behaviors(60, 95, 95, 95)).containsExactly("Resting");
    }

    @Test
    void isNeverAlertWithoutABaseline() {
        assertThat(Timelines.behaviors(Timelines.timeline(rest(10, 200)))).containsExactly("Resting");
    }

    @Test
    void countsHeartRatesRatherThanReadingsForAnAlert() {
        CollarDayBuilder day =
                collar().at("03:00").heartRate(100).readings(3).noHeartRate().readings(5);
        assertThat(Timelines.behaviors(Timelines.timeline(day, 60))).containsExactly("Resting");
        assertThat(Timelines.behaviors(Timelines.timeline(day.heartRate(100).reading(), 60)))
                .containsExactly("Alert");
    }

    @Test
    void pacesAt110To170PercentOfTheReferenceRate() {
        assertThat(walk(110, 6, 0)).isEqualTo("Anxious Pacing");
        assertThat(walk(109.999, 6, 0)).isEqualTo("Walking");
        assertThat(walk(170, 6, 0)).isEqualTo("Anxious Pacing");
        assertThat(walk(170.001, 6, 0)).isEqualTo("Walking");
    }

    @Test
    void pacesWithSixLocationsWithinLessThanSeventyMetres() {
        assertThat(walk(120, 5, 0)).isEqualTo("Walking");
        // Two places that are 1,258 millionths of a degree apart are 69.94 m from their midpoint. If they are 1,260
        // millionths apart, they are 70.05 m from it.
        assertThat(walk(120, 6, 1_258)).isEqualTo("Anxious Pacing");
        assertThat(walk(120, 6, 1_260)).isEqualTo("Walking");
    }

    @Test
    void walksWithoutAHeartRate() {
        CollarDayBuilder day =
                collar().at("10:00").activity(1).noHeartRate().location(0, 0).readings(10);
        assertThat(Timelines.behaviors(Timelines.timeline(day, 100))).containsExactly("Walking");
    }

    private static String walk(double heartRate, int located, int apart) {
        CollarDayBuilder day = collar().at("10:00").activity(1).heartRate(heartRate);
        for (int i = 0; i < located; i++) {
            day.location(0, i % 2 * apart).reading();
        }
        return Timelines.behaviors(Timelines.timeline(day.nowhere().readings(3), 100))
                .get(0);
    }

    private static Optional<Double> reference(CollarDayBuilder day, Optional<RestingBaseline> baseline) {
        List<Optional<Double>> rates = Timelines.timeline(day.build(), baseline).events().stream()
                .map(event -> Optional.ofNullable(event.referenceHeartRate()))
                .distinct()
                .toList();
        assertThat(rates).hasSize(1);
        return rates.get(0);
    }

    private static CollarDayBuilder rest(int minutes) {
        return rest(minutes, 60);
    }

    private static CollarDayBuilder rest(int minutes, double heartRate) {
        return collar().at("03:00").heartRate(heartRate).readings(minutes);
    }

    private static List<String> behaviors(double baseline, double... heartRates) {
        CollarDayBuilder day = collar().at("03:00");
        for (double heartRate : heartRates) {
            day.heartRate(heartRate).reading();
        }
        return Timelines.behaviors(Timelines.timeline(day, baseline));
    }
}
