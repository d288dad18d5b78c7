package io.petty.systemtests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small days with results computed by hand. */
class ReferenceTimelineTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final long MIDNIGHT = DAY.toEpochDay() * 86_400_000L;
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
    void includesASingleReadingAtRestInTheRestingRate() {
        add(0, 80, 1);
        add(MINUTE, 60, 0);
        add(60 * MINUTE, 61, 0);

        ReferenceTimeline timeline = timeline(null);

        assertThat(timeline.restingRate()).isEqualTo(60_500);
        assertThat(timeline.events())
                .allSatisfy(event -> assertThat(event.reference()).isEqualTo(60.5));
        assertThat(timeline.summary().restingHeartRate()).isEqualTo(60.5);
    }

    @Test
    void roundsTheRestingRateHalfUpToThousandths() {
        addThousandths(0, 60_000, 0);
        addThousandths(MINUTE, 60_001, 0);
        assertThat(timeline(null).restingRate()).isEqualTo(60_001);

        addThousandths(2 * MINUTE, 60_000, 0);
        assertThat(timeline(null).restingRate()).isEqualTo(60_000);
    }

    @Test
    void usesTheRestingRateAsReferenceFrom240MinutesOfRest() {
        for (int minute = 0; minute < 239; minute++) {
            add(minute * MINUTE, 60, 0);
        }
        // None of these three minutes counts: two are restless, and one has no measurement.
        add(239 * MINUTE, 60, 0);
        add(239 * MINUTE + 1, 60, 1);
        addThousandths(240 * MINUTE, null, 0);
        add(241 * MINUTE, 60, 1);
        assertThat(reference(80_000)).isEqualTo(80);
        assertThat(reference(null)).isEqualTo(60);

        add(242 * MINUTE, 60, 0);
        assertThat(reference(80_000)).isEqualTo(60);
    }

    @Test
    void findsNoSleepWithoutAReferenceRate() {
        for (int minute = 0; minute < 200; minute++) {
            addThousandths(minute * MINUTE, null, 0);
        }
        ReferenceTimeline timeline = timeline(null);

        assertThat(events()).containsExactly("Resting 0-11940000 200");
        ReferenceEvent resting = timeline.events().get(0);
        assertThat(resting.hrReadings()).isZero();
        assertThat(resting.hrMean()).isNull();
        assertThat(resting.hrStd()).isNull();
        assertThat(resting.hrMin()).isNull();
        assertThat(resting.hrMax()).isNull();
        assertThat(resting.reference()).isNull();
        assertThat(resting.ruleConfidence()).isEqualTo(0.95);
        assertThat(timeline.restingRate()).isNull();
        assertThat(timeline.summary().hrMean()).isNull();
        assertThat(timeline.summary().restingHeartRate()).isNull();
    }

    @Test
    void aMinuteIsRestlessIfHalfItsReadingsAreActive() {
        add(0, 60, 0);
        add(1000, 60, 2);
        add(MINUTE, 60, 0);
        add(MINUTE + 1, 60, 0);
        add(MINUTE + 2, 60, 1);

        assertThat(ReferenceSleeps.minutes(readings))
                .extracting(ReferenceSleeps.Minute::isRestless)
                .containsExactly(true, false);
    }

    @Test
    void aMinuteIsQuietIfAtMostATenthOfTheMinutesAroundItAreRestless() {
        minutes(0, 9, 60, 0);
        minutes(9, 10, 60, 1);
        // One of ten minutes is restless, and all of them are within ten minutes of each other.
        assertThat(ReferenceSleeps.quiet(ReferenceSleeps.minutes(readings))).hasSize(10);

        readings.remove(5);
        assertThat(ReferenceSleeps.quiet(ReferenceSleeps.minutes(readings))).isEmpty();

        // Now each minute has at least ten minutes around it, one of them restless. For minute 0, they end with minute
        // 10.
        minutes(10, 12, 60, 0);
        assertThat(relative(ReferenceSleeps.quiet(ReferenceSleeps.minutes(readings))))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void trimsRestlessMinutesFromTheEndsOfAStretch() {
        minutes(0, 1, 60, 1);
        minutes(1, 30, 60, 0);
        minutes(30, 31, 60, 2);

        assertThat(stretches()).containsExactly("1-29");
    }

    @Test
    void joinsStretchesTenButNotElevenMinutesApart() {
        // Both restless minutes are among the 19 minutes around each of minutes 27 to 34, because two are missing.
        minutes(0, 60, 60, 0);
        restless(24, 37);
        readings.remove(35);
        readings.remove(26);
        assertThat(relative(notQuiet())).containsExactly(27L, 28L, 29L, 30L, 31L, 32L, 33L, 34L);
        assertThat(stretches()).containsExactly("0-59");

        // All three restless minutes are around each of minutes 20 to 30.
        readings.clear();
        minutes(0, 60, 60, 0);
        restless(20, 25, 30);
        assertThat(stretches()).containsExactly("0-19", "31-59");
    }

    @Test
    void continuesAStretchThroughMinutesWithoutReadings() {
        minutes(0, 20, 60, 0);
        minutes(49, 60, 60, 0);

        assertThat(stretches()).containsExactly("0-59");
    }

    @Test
    void findsSleepUpToTheLimitsOfEachTier() {
        assertThat(isSleep(90, 63_000)).isTrue();
        assertThat(isSleep(89, 63_000)).isFalse();
        assertThat(isSleep(90, 63_001)).isFalse();
        assertThat(isSleep(60, 54_000)).isTrue();
        assertThat(isSleep(59, 54_000)).isFalse();
        assertThat(isSleep(60, 54_001)).isFalse();
        assertThat(isSleep(30, 51_000)).isTrue();
        assertThat(isSleep(29, 51_000)).isFalse();
        assertThat(isSleep(30, 51_001)).isFalse();
        assertThat(isSleep(30, 30_000)).isTrue();
    }

    @Test
    void creditsTheFirstAndLastFiveMinutesOfTheDayOnce() {
        assertThat(credited(4, 63)).isEqualTo(60 + 30);
        assertThat(credited(5, 64)).isEqualTo(60);
        assertThat(credited(1376, 1435)).isEqualTo(60 + 30);
        assertThat(credited(1375, 1434)).isEqualTo(60);
        assertThat(credited(0, 1439)).isEqualTo(1440 + 30);
    }

    @Test
    void requiresTenMinutesOfSleepEvenWithCredit() {
        minutes(0, 10, 45, 0);
        add(11 * MINUTE, 90, 1);
        assertThat(ReferenceSleeps.isSleep(DAY, span(0, 9), readings, 60_000)).isTrue();
        assertThat(ReferenceSleeps.isSleep(DAY, span(0, 8), readings, 60_000)).isFalse();
    }

    @Test
    void requiresFourHeartRatesAtRestForASleep() {
        for (int minute = 0; minute < 120; minute++) {
            addThousandths((600 + minute) * MINUTE, minute < 3 ? (Integer) 60_000 : null, 0);
        }
        assertThat(events()).containsExactly("Resting 36000000-43140000 120");

        // Adds a fourth heart rate at rest.
        add(720 * MINUTE, 60, 0);
        assertThat(events()).containsExactly("Deep Sleep 36000000-43200000 121");
    }

    @Test
    void computesTheMeanOfASleepOnlyFromReadingsAtRest() {
        minutes(600, 700, 60, 0);
        readings.set(50, reading(650 * MINUTE, 300_000, 2));

        assertThat(events()).containsExactly("Deep Sleep 36000000-41940000 100");
        assertThat(timeline(null).events().get(0).hrMean()).isEqualTo(62.4);
        assertThat(timeline(null).events().get(0).reference()).isEqualTo(60);
    }

    @Test
    void joinsSleepsTwentyButNotTwentyOneMinutesApart() {
        // Four or five restless minutes separate two long rests. The nearest 8 minutes on each side aren't quiet,
        // either.
        minutes(300, 400, 60, 0);
        minutes(400, 404, 60, 1);
        minutes(404, 500, 60, 0);
        assertThat(stretches()).containsExactly("300-391", "412-499");
        minutes(500, 512, 60, 0);
        assertThat(events()).containsExactly("Deep Sleep 18000000-30660000 212");
        assertThat(timeline(null).events().get(0).ruleConfidence()).isEqualTo(0.94);

        readings.clear();
        minutes(300, 400, 60, 0);
        minutes(400, 405, 60, 1);
        minutes(405, 512, 60, 0);
        assertThat(stretches()).containsExactly("300-391", "413-511");
        assertThat(events())
                .containsExactly(
                        "Deep Sleep 18000000-23520000 92",
                        "Resting 23520000-24000000 8",
                        "Walking 24000000-24300000 5",
                        "Resting 24300000-24780000 8",
                        "Deep Sleep 24780000-30660000 99");
        assertThat(timeline(null).events().get(0).ruleConfidence()).isEqualTo(0.70);
    }

    @Test
    void ratesTheConfidenceOfASleepByLengthOrHeartRate() {
        assertThat(confidence(180, 63_000)).isEqualTo(0.94);
        assertThat(confidence(179, 63_000)).isEqualTo(0.70);
        assertThat(confidence(60, 54_000)).isEqualTo(0.94);
        assertThat(confidence(179, 54_001)).isEqualTo(0.70);
    }

    @Test
    void absorbsEveryOtherBlipOfAChainFromTheFirst() {
        // Bouts of the activities 1 0 1 0 1, one per minute. The first 0 is absorbed, so the 1 after it isn't, but the
        // second 0 is.
        add(0, 80, 1);
        add(MINUTE, 80, 0);
        add(2 * MINUTE, 80, 1);
        add(3 * MINUTE, 80, 0);
        add(4 * MINUTE, 80, 1);

        assertThat(events()).containsExactly("Walking 0-240000 5");
    }

    @Test
    void keepsABurstOfActivity2DuringRestAndABlipOverFiveMinutes() {
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
    void treatsReadingsNextToASleepAsSeparatePieces() {
        // The rest after the sleep is no blip, because it is the first bout of its piece.
        minutes(600, 700, 60, 0);
        minutes(700, 712, 80, 1);
        ReferenceSleeps.Span sleep =
                ReferenceSleeps.sleeps(DAY, readings, 60_000).get(0);
        assertThat(relative(List.of(sleep.first(), sleep.last()))).containsExactly(600L, 691L);

        assertThat(events())
                .containsExactly(
                        "Deep Sleep 36000000-41520000 92",
                        "Resting 41520000-42000000 8",
                        "Walking 42000000-42660000 12");
    }

    @Test
    void classifiesAPieceOfOneReadingByItsActivity() {
        add(599 * MINUTE, 80, 1);
        minutes(600, 700, 60, 0);

        assertThat(events()).containsExactly("Walking 35940000-36000000 1", "Deep Sleep 36000000-41940000 100");
    }

    @Test
    void findsAGameOfTwoThrowsUpToItsLastReturn() {
        game(90, 70);

        // R is 60 bpm, and the mean of the game's runs is 80 bpm.
        ReferenceTimeline timeline = timeline(60_000);
        assertThat(events(60_000)).containsExactly("Playing Fetch 0-30000 3", "Resting 30000-40000 2");
        ReferenceEvent game = timeline.events().get(0);
        assertThat(game.fetchCycles()).isEqualTo(2);
        assertThat(game.ruleConfidence()).isEqualTo(0.80);
        assertThat(game.distance()).isEqualTo(100.076);
        // The centroid is at 600 millionths.
        assertThat(game.radius()).isEqualTo(66.717);
        assertThat(game.hrMean()).isEqualTo(250.0 / 3);
        assertThat(game.hrStd()).isCloseTo(Math.sqrt(800.0 / 9), within(1e-9));
        assertThat(game.baseline()).isNull();
        assertThat(game.reference()).isEqualTo(60);
    }

    @Test
    void aGameIsFrom125To300PercentOfTheReferenceRate() {
        game(90, 70);

        assertThat(events(64_000).get(0)).startsWith("Playing Fetch");
        assertThat(events(64_001).get(0)).startsWith("Running");
        readings.clear();
        game(180, 180);
        assertThat(events(60_000).get(0)).startsWith("Playing Fetch");
        assertThat(events(59_999).get(0)).startsWith("Running");
    }

    @Test
    void findsNoGameIfAThrowIsTooShortOrTooLate() {
        add(0, 90, 2, place(0, 1));
        add(10_000, 60, 0, place(0, 901));
        add(10_000 + 15 * MINUTE + 1, 90, 2, place(0, 901));
        add(11_000 + 15 * MINUTE + 1, 60, 0, place(0, 1));
        add(12_000 + 15 * MINUTE + 1, 90, 2, place(0, 1));
        add(13_000 + 15 * MINUTE + 1, 60, 0, place(0, 900));

        assertThat(events()).hasSize(6).noneMatch(event -> event.startsWith("Playing"));
    }

    @Test
    void findsNoGameWithoutAHeartRateInItsRuns() {
        game(90, 70);
        readings.replaceAll(reading -> reading.activity() == 2
                ? new ReferenceReading("a", reading.time(), null, 2, reading.place())
                : reading);

        assertThat(events(60_000)).hasSize(4).noneMatch(event -> event.startsWith("Playing"));
    }

    @Test
    void findsPacingWithinSeventyMetresAcrossTheAntimeridian() {
        // The centroid is at the antimeridian; 629 millionths are 69.942 m, 630 are 70.053 m.
        for (int i = 0; i < 6; i++) {
            add(i * MINUTE, 70, 1, place(i % 2 == 0 ? 179_999_371 : -179_999_371, 0));
        }
        assertThat(events(60_000)).containsExactly("Anxious Pacing 0-300000 6");
        assertThat(timeline(null).events().get(0).radius()).isEqualTo(69.942);
        assertThat(timeline(null).events().get(0).distance()).isEqualTo(5 * 139.883, within(0.003));

        add(6 * MINUTE, 70, 1, place(179_998_000, 0));
        assertThat(events(60_000)).containsExactly("Walking 0-360000 7");
    }

    @Test
    void pacingIsFrom110To170PercentOfTheReferenceRate() {
        for (int i = 0; i < 6; i++) {
            addThousandths(i * MINUTE, i < 4 ? (Integer) 66_000 : null, 1, place(i, 0));
        }
        assertThat(events(60_000)).containsExactly("Anxious Pacing 0-300000 6");
        assertThat(events(60_001)).containsExactly("Walking 0-300000 6");
        assertThat(events(null)).containsExactly("Walking 0-300000 6");

        readings.replaceAll(reading -> new ReferenceReading("a", reading.time(), 102_000, 1, reading.place()));
        assertThat(events(60_000)).containsExactly("Anxious Pacing 0-300000 6");
        assertThat(events(59_999)).containsExactly("Walking 0-300000 6");

        readings.replaceAll(reading -> new ReferenceReading("a", reading.time(), null, 1, reading.place()));
        assertThat(events(60_000)).containsExactly("Walking 0-300000 6");
    }

    @Test
    void restIsAlertOnlyAboveOneAndAHalfTimesTheBaseline() {
        for (int i = 0; i < 4; i++) {
            add(i * MINUTE, 90, 0);
        }
        addThousandths(4 * MINUTE, null, 0);

        assertThat(timeline(60_000).events().get(0).behavior()).isEqualTo("Resting");
        ReferenceTimeline alert = timeline(59_999);
        assertThat(alert.events().get(0).behavior()).isEqualTo("Alert");
        assertThat(alert.events().get(0).baseline()).isEqualTo(59.999);
        assertThat(alert.events().get(0).ruleConfidence()).isEqualTo(0.70);
        assertThat(alert.events().get(0).readings()).isEqualTo(5);
        assertThat(alert.events().get(0).hrReadings()).isEqualTo(4);
        assertThat(alert.summary().flags()).containsExactly("high_resting_heart_rate");

        readings.remove(0);
        assertThat(timeline(59_999).events().get(0).behavior()).isEqualTo("Resting");
    }

    @Test
    void theBaselineIsTheMedianOfTheLastFourteenRatesWithinNinetyDays() {
        SortedMap<LocalDate, Integer> rates = new TreeMap<>();
        rates.put(DAY.minusDays(91), 1);
        rates.put(DAY.minusDays(90), 40_000);
        rates.put(DAY.minusDays(2), 50_000);
        assertThat(ReferenceRates.baseline(DAY, rates)).isNull();
        rates.put(DAY.minusDays(1), 70_000);
        rates.put(DAY, 1);
        assertThat(ReferenceRates.baseline(DAY, rates)).isEqualTo(50_000);
        for (int i = 3; i <= 14; i++) {
            rates.put(DAY.minusDays(i), i < 9 ? 60_000 : 60_001);
        }
        // 50000, six of 60000, six of 60001, 70000.
        assertThat(ReferenceRates.baseline(DAY, rates)).isEqualTo(60_001);
    }

    @Test
    void excludesDaysWithoutARestingRateFromTheBaseline() {
        SortedMap<LocalDate, List<ReferenceReading>> days = new TreeMap<>();
        for (int i = 0; i < 6; i++) {
            LocalDate day = DAY.plusDays(i);
            // The second and the fourth day have no measurement at rest.
            Integer heartRate = i == 1 || i == 3 ? null : (Integer) ((60 + i) * 1000);
            days.put(day, List.of(new ReferenceReading("a", MIDNIGHT + i * 86_400_000L, heartRate, 0, null)));
        }
        SortedMap<LocalDate, ReferenceTimeline> timelines = ReferenceTimeline.ofCollar(days);

        assertThat(timelines.values())
                .flatExtracting(ReferenceTimeline::events)
                .extracting(ReferenceEvent::reference)
                // Three resting rates come before the sixth day: 60, 62 and 64.
                .containsExactly(60.0, null, 62.0, null, 64.0, 62.0);
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
    void computesASummary() {
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

    /** Adds two throws. 900 millionths of latitude are 100.076 m, 899 are 99.964 m. */
    private void game(int first, int second) {
        add(0, first, 2, place(0, 0));
        add(10_000, 90, 0, place(0, 900));
        add(20_000, second, 2, place(0, 900));
        add(30_000, 90, 0, place(0, 0));
        add(40_000, 90, 0, place(0, 0));
    }

    /** Returns whether this many minutes at rest with this mean are a sleep if R is 60 bpm. */
    private boolean isSleep(int length, int mean) {
        stretch(length, mean);
        return !ReferenceSleeps.sleeps(DAY, readings, 60_000).isEmpty();
    }

    private double confidence(int length, int mean) {
        stretch(length, mean);
        ReferenceSleeps.Span sleep =
                ReferenceSleeps.sleeps(DAY, readings, 60_000).get(0);
        return ReferenceSleeps.ruleConfidence(sleep, readings, 60_000);
    }

    private void stretch(int length, int mean) {
        readings.clear();
        for (int minute = 600; minute < 600 + length; minute++) {
            addThousandths(minute * MINUTE, mean, 0);
        }
        assertThat(stretches()).containsExactly("600-" + (599 + length));
    }

    private long credited(int first, int last) {
        return ReferenceSleeps.creditedLength(DAY, span(first, last));
    }

    private static ReferenceSleeps.Span span(int first, int last) {
        long midnight = MIDNIGHT / MINUTE;
        return new ReferenceSleeps.Span(midnight + first, midnight + last);
    }

    /** Returns the stretches, in minutes of the day. */
    private List<String> stretches() {
        long midnight = MIDNIGHT / MINUTE;
        return ReferenceSleeps.stretches(ReferenceSleeps.minutes(readings)).stream()
                .map(stretch -> (stretch.first() - midnight) + "-" + (stretch.last() - midnight))
                .toList();
    }

    private List<Long> notQuiet() {
        List<ReferenceSleeps.Minute> minutes = ReferenceSleeps.minutes(readings);
        return minutes.stream()
                .map(ReferenceSleeps.Minute::number)
                .filter(number -> !ReferenceSleeps.quiet(minutes).contains(number))
                .toList();
    }

    /** Converts to minutes of the day. */
    private static List<Long> relative(Iterable<Long> minutes) {
        List<Long> relative = new ArrayList<>();
        minutes.forEach(minute -> relative.add(minute - MIDNIGHT / MINUTE));
        return relative;
    }

    private static ReferencePlace place(int lon, int lat) {
        return new ReferencePlace(lon, lat);
    }

    /** Adds one reading per minute, from one minute up to, but not including, another. */
    private void minutes(int from, int until, int bpm, int activity) {
        for (int minute = from; minute < until; minute++) {
            add(minute * MINUTE, bpm, activity);
        }
    }

    /** Makes these minutes restless. The readings must begin at midnight, with one per minute. */
    private void restless(int... minutes) {
        for (int minute : minutes) {
            readings.set(minute, reading(minute * MINUTE, 60_000, 1));
        }
    }

    private void add(int time, int bpm, int activity) {
        add(time, bpm, activity, null);
    }

    private void add(int time, int bpm, int activity, @Nullable ReferencePlace place) {
        addThousandths(time, bpm * 1000, activity, place);
    }

    private void addThousandths(int time, @Nullable Integer heartRate, int activity) {
        addThousandths(time, heartRate, activity, null);
    }

    private void addThousandths(int time, @Nullable Integer heartRate, int activity, @Nullable ReferencePlace place) {
        readings.add(new ReferenceReading("a", MIDNIGHT + time, heartRate, activity, place));
    }

    private static ReferenceReading reading(int time, int heartRate, int activity) {
        return new ReferenceReading("a", MIDNIGHT + time, heartRate, activity, null);
    }

    private ReferenceTimeline timeline(@Nullable Integer baseline) {
        return ReferenceTimeline.ofDay(DAY, readings, baseline);
    }

    private @Nullable Double reference(@Nullable Integer baseline) {
        return timeline(baseline).events().get(0).reference();
    }

    private List<String> events() {
        return events(null);
    }

    private List<String> events(@Nullable Integer baseline) {
        return timeline(baseline).events().stream()
                .map(event -> event.behavior() + " " + (event.start() - MIDNIGHT) + "-" + (event.end() - MIDNIGHT) + " "
                        + event.readings())
                .toList();
    }
}
