package io.petty.systemtests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small days whose results were worked out by hand. */
class ReferenceTimelineTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final int MINUTE = 60_000;

    private final List<ReferenceReading> readings = new ArrayList<>();

    @Test
    void breaksASessionAfterMoreThanThirtyMinutes() {
        add(0, 80, 1);
        add(30 * MINUTE, 80, 1);
        add(60 * MINUTE + 1, 80, 1);

        assertThat(events()).containsExactly("Walking 0-1800000 2", "Unknown 3600001-3600001 1");
    }

    @Test
    void absorbsEverySecondBlipOfAChainFromTheLeft() {
        // Bouts 1 0 1 0 1, a minute each: the first 0 is absorbed, the 1 after it thereby not, the second 0 again is.
        add(0, 80, 1);
        add(MINUTE, 80, 0);
        add(2 * MINUTE, 80, 1);
        add(3 * MINUTE, 80, 0);
        add(4 * MINUTE, 80, 1);

        assertThat(events()).containsExactly("Walking 0-240000 5");
    }

    @Test
    void keepsABurstOfTwoAmidRestAndABlipOfMoreThanFiveMinutes() {
        add(0, 80, 0);
        add(MINUTE, 80, 2);
        add(2 * MINUTE, 80, 0);
        add(3 * MINUTE, 80, 1);
        add(7 * MINUTE + 1, 80, 0);
        add(8 * MINUTE, 80, 1);

        assertThat(events())
                .containsExactly(
                        "Resting 0-60000 1",
                        "Running 60000-120000 1",
                        "Resting 120000-180000 1",
                        "Walking 180000-480000 3");
    }

    @Test
    void findsAGameOfTwoThrowsUpToItsLastReturn() {
        // 900 millionths of latitude are 100.076 m, 899 are 99.964 m.
        add(0, 90, 2, place(0, 0));
        add(10_000, 90, 0, place(0, 900));
        add(20_000, 70, 2, place(0, 900));
        add(30_000, 90, 0, place(0, 0));
        add(40_000, 90, 0, place(0, 0));

        ReferenceTimeline timeline = timeline(null);

        assertThat(events()).containsExactly("Playing Fetch 0-30000 3", "Resting 30000-40000 2");
        ReferenceEvent game = timeline.events().get(0);
        assertThat(game.fetchCycles()).isEqualTo(2);
        assertThat(game.distance()).isEqualTo(100.076);
        // The centroid lies at 600 millionths.
        assertThat(game.radius()).isEqualTo(66.717);
        assertThat(game.hrMean()).isEqualTo(250.0 / 3);
        assertThat(game.hrStd()).isCloseTo(Math.sqrt(800.0 / 9), within(1e-9));
        assertThat(game.baseline()).isNull();
    }

    @Test
    void isNoGameWhenAThrowIsTooShortOrTooLate() {
        add(0, 90, 2, place(0, 0));
        add(10_000, 90, 0, place(0, 900));
        add(10_000 + 15 * MINUTE + 1, 90, 2, place(0, 900));
        add(11_000 + 15 * MINUTE + 1, 90, 0, place(0, 0));
        add(12_000 + 15 * MINUTE + 1, 90, 2, place(0, 0));
        add(13_000 + 15 * MINUTE + 1, 90, 0, place(0, 899));

        assertThat(events()).hasSize(6).noneMatch(event -> event.startsWith("Playing"));
    }

    @Test
    void cutsRestIntoWindowsAndJoinsThoseAlike() {
        for (int i = 0; i < 4; i++) {
            add(i * MINUTE, 50, 0);
        }
        // An empty window lies between, and the next one is calm, too.
        for (int i = 0; i < 4; i++) {
            add((20 + i) * MINUTE, 50, 0);
        }
        // Deviation exactly 3.
        for (int i = 0; i < 4; i++) {
            add((30 + i) * MINUTE, i % 2 == 0 ? 47 : 53, 0);
        }

        assertThat(events()).containsExactly("Deep Sleep 0-1800000 8", "Resting 1800000-1980000 4");
        assertThat(timeline(null).restingHeartRate())
                .satisfies(rate -> assertThat(Objects.requireNonNull(rate).compare(Fraction.of(50_000)))
                        .isZero());
    }

    @Test
    void isAlertAboveOneAndAHalfBaselinesOnly() {
        for (int i = 0; i < 4; i++) {
            add(i * MINUTE, 90, 0);
        }

        assertThat(timeline(Fraction.of(60_000)).events().get(0).behavior()).isEqualTo("Resting");
        ReferenceTimeline alert = timeline(Fraction.of(59_999));
        assertThat(alert.events().get(0).behavior()).isEqualTo("Alert");
        assertThat(alert.events().get(0).baseline()).isEqualTo(59.999);
        assertThat(alert.summary().flags()).containsExactly("high_resting_heart_rate");
    }

    @Test
    void takesTheMedianOfTheLastFourteenWithinNinetyDays() {
        SortedMap<LocalDate, Fraction> rates = new TreeMap<>();
        rates.put(DAY.minusDays(91), Fraction.of(1));
        rates.put(DAY.minusDays(90), Fraction.of(40_000));
        rates.put(DAY.minusDays(2), Fraction.of(50_000));
        assertThat(ReferenceTimeline.baseline(DAY, rates)).isNull();
        rates.put(DAY.minusDays(1), Fraction.of(70_000));
        rates.put(DAY, Fraction.of(1));
        assertThat(value(ReferenceTimeline.baseline(DAY, rates))).isEqualTo(50_000);
        for (int i = 3; i <= 14; i++) {
            rates.put(DAY.minusDays(i), Fraction.of(i < 9 ? 60_000 : 60_001));
        }
        // 50000, six of 60000, six of 60001, 70000.
        assertThat(value(ReferenceTimeline.baseline(DAY, rates))).isEqualTo(60_000.5);
    }

    @Test
    void isPacingWithinSeventyMetresAcrossTheAntimeridian() {
        // Centroid at the antimeridian; 629 millionths are 69.942 m, 630 are 70.053 m.
        for (int i = 0; i < 6; i++) {
            add(i * MINUTE, 70, 1, place(i % 2 == 0 ? 179_999_371 : -179_999_371, 0));
        }
        assertThat(events()).containsExactly("Anxious Pacing 0-300000 6");
        assertThat(timeline(null).events().get(0).radius()).isEqualTo(69.942);
        assertThat(timeline(null).events().get(0).distance()).isEqualTo(5 * 139.883, within(0.003));

        add(6 * MINUTE, 70, 1, place(179_998_000, 0));
        assertThat(events()).containsExactly("Walking 0-360000 7");
    }

    @Test
    void flagsMoreThanEightHoursOfDaytimeRestInOneSession() {
        for (int i = 7 * 60; i <= 16 * 60; i += 30) {
            add(i * MINUTE, 90, 0);
        }
        assertThat(timeline(null).summary().flags()).isEmpty();

        add(16 * 60 * MINUTE + 1, 90, 0);
        assertThat(timeline(null).summary().flags()).containsExactly("prolonged_inactivity");
    }

    @Test
    void addsUpASummary() {
        add(0, 80, 1, place(0, 0));
        add(MINUTE, 81, 1);
        add(2 * MINUTE, 83, 1, place(0, 900));
        add(3 * MINUTE, 100, 2);
        add(3 * MINUTE + 30_000, 100, 2);

        ReferenceSummary summary = timeline(null).summary();

        assertThat(summary.minutes()).containsOnlyKeys("Walking", "Running");
        assertThat(summary.minutes()).containsEntry("Walking", 3.0).containsEntry("Running", 0.5);
        assertThat(summary.observedMinutes()).isEqualTo(3.5);
        assertThat(summary.hrMean()).isEqualTo(88.8);
        assertThat(summary.restingHeartRate()).isNull();
        assertThat(summary.distance()).isEqualTo(100.076);
        assertThat(summary.events()).isEqualTo(2);
    }

    private static double value(@Nullable Fraction fraction) {
        return Objects.requireNonNull(fraction).toDouble();
    }

    private static ReferencePlace place(int lon, int lat) {
        return new ReferencePlace(lon, lat);
    }

    private void add(int time, int bpm, int activity) {
        add(time, bpm, activity, null);
    }

    private void add(int time, int bpm, int activity, @Nullable ReferencePlace place) {
        long midnight = DAY.toEpochDay() * 86_400_000L;
        readings.add(new ReferenceReading("a", midnight + time, bpm * 1000, activity, place));
    }

    private ReferenceTimeline timeline(@Nullable Fraction baseline) {
        return ReferenceTimeline.ofDay(DAY, readings, baseline);
    }

    private List<String> events() {
        long midnight = DAY.toEpochDay() * 86_400_000L;
        return timeline(null).events().stream()
                .map(event -> event.behavior() + " " + (event.start() - midnight) + "-" + (event.end() - midnight) + " "
                        + event.readings())
                .toList();
    }
}
