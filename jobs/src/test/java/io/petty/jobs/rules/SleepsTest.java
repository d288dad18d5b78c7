package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps 3 to 7 of the rules. Most days have less than four hours of rest, so their reference rate is the baseline. */
class SleepsTest {
    private static final double BASELINE = 100;

    @Test
    void sleepsNinetyMinutesAtUpTo105Percent() {
        assertThat(sleeps("03:00", 90, 105)).isTrue();
        assertThat(sleeps("03:00", 89, 105)).isFalse();
        assertThat(sleeps("03:00", 90, 105.001)).isFalse();
    }

    @Test
    void sleepsAnHourAtUpTo90Percent() {
        assertThat(sleeps("03:00", 60, 90)).isTrue();
        assertThat(sleeps("03:00", 59, 90)).isFalse();
        assertThat(sleeps("03:00", 60, 90.001)).isFalse();
    }

    @Test
    void sleepsHalfAnHourAtUpTo85Percent() {
        assertThat(sleeps("03:00", 30, 85)).isTrue();
        assertThat(sleeps("03:00", 29, 85)).isFalse();
        assertThat(sleeps("03:00", 30, 85.001)).isFalse();
    }

    @Test
    void hasNoMinimumHeartRate() {
        assertThat(sleeps("03:00", 30, 30)).isTrue();
    }

    @Test
    void addsHalfAnHourAtTheEdgesOfTheDay() {
        assertThat(sleeps("00:04", 60, 105)).isTrue();
        assertThat(sleeps("00:04", 59, 105)).isFalse();
        assertThat(sleeps("00:05", 60, 105)).isFalse();
        assertThat(sleeps("22:56", 60, 105)).as("to 23:55").isTrue();
        assertThat(sleeps("22:55", 60, 105)).as("to 23:54").isFalse();
        assertThat(sleeps("00:00", 30, 90)).isTrue();
        assertThat(sleeps("00:00", 29, 90)).isFalse();
    }

    @Test
    void neverSleepsLessThanTenMinutes() {
        assertThat(sleeps("00:00", 10, 85)).isTrue();
        assertThat(sleeps("00:00", 9, 85)).isFalse();
    }

    @Test
    void needsFourHeartRatesAtRest() {
        CollarDayBuilder three =
                collar().at("03:00").heartRate(80).readings(3).noHeartRate().readings(90);
        assertThat(events(three)).containsExactly("Resting 03:00–04:32 x93");
        CollarDayBuilder four =
                collar().at("03:00").heartRate(80).readings(4).noHeartRate().readings(90);
        assertThat(events(four)).containsExactly("Deep Sleep 03:00–04:33 x94");
    }

    /** Every minute has a reading of activity 1, which doesn't count in the mean. */
    @Test
    void usesOnlyTheHeartRatesOfActivityZero() {
        CollarDayBuilder day = collar().at("03:00").every(Duration.ofSeconds(20));
        for (int minute = 0; minute < 90; minute++) {
            day.activity(0)
                    .heartRate(105)
                    .readings(2)
                    .activity(1)
                    .heartRate(200)
                    .reading();
        }
        assertThat(events(day)).containsExactly("Deep Sleep 03:00–04:29:40 x270");
        assertThat(Timelines.timeline(day, BASELINE).events().get(0).heartRateMax())
                .isEqualTo(200);
    }

    @Test
    void countsAMinuteAsRestlessIfHalfOfItsReadingsAreActive() {
        CollarDayBuilder day =
                collar().at("03:00").every(Duration.ofSeconds(30)).heartRate(80);
        for (int minute = 0; minute < 90; minute++) {
            day.activity(0).reading().activity(1).reading();
        }
        assertThat(Timelines.behaviors(Timelines.timeline(day, BASELINE))).doesNotContain("Deep Sleep");
    }

    /**
     * Around 03:08 (from 03:00 to 03:18), 2 of 19 minutes are restless. Around 03:09 (from 03:00 to 03:19), 2 of 20
     * are, so the sleep begins there.
     */
    @Test
    void aMinuteIsQuietIfAtMostTenPercentOfTheMinutesAroundItAreRestless() {
        CollarDayBuilder day = collar().at("03:00").heartRate(80).readings(5);
        day.activity(1).readings(2).activity(0).readings(93);
        assertThat(events(day)).containsExactly("Resting 03:00–03:09 x9", "Deep Sleep 03:09–04:39 x91");
    }

    /**
     * Within 10 minutes of 03:55 there are five minutes with readings, and the one at 04:05 is restless. The sleeps are 29
     * minutes apart, with readings in only five of these minutes.
     */
    @Test
    void countsMinutesOfTheDayIfReadingsAreFarApart() {
        CollarDayBuilder day =
                collar().at("03:00").every(Duration.ofMinutes(5)).heartRate(80).readings(13);
        day.activity(1).reading().activity(0).readings(13);
        assertThat(events(day))
                .containsExactly(
                        "Deep Sleep 03:00–03:55 x11",
                        "Resting 03:55–04:05 x2",
                        "Walking 04:05–04:10 x1",
                        "Resting 04:10–04:20 x2",
                        "Deep Sleep 04:20–05:10 x11");
    }

    /**
     * The minute at 03:00 is restless. It is also quiet, since only 1 of the 11 minutes around it is restless. The
     * sleep excludes it.
     */
    @Test
    void beginsAndEndsWithAMinuteThatIsNotRestless() {
        CollarDayBuilder day = collar().at("03:00").heartRate(80).activity(1).reading();
        day.activity(0).readings(60).activity(1).reading();
        assertThat(events(day))
                .containsExactly("Walking 03:00–03:01 x1", "Deep Sleep 03:01–04:01 x60", "Walking 04:01–04:01 x1");
    }

    @Test
    void includesMinutesWithoutReadingsInTheLength() {
        CollarDayBuilder day = collar().at("03:00")
                .heartRate(105)
                .every(Duration.ofMinutes(30))
                .readings(4);
        assertThat(events(day)).containsExactly("Deep Sleep 03:00–04:30 x4");
        CollarDayBuilder broken = collar().at("03:00")
                .heartRate(105)
                .every(Duration.ofMinutes(30))
                .readings(3);
        assertThat(events(broken.at("04:30:00.001").readings(2)))
                .containsExactly("Resting 03:00–04:00 x3", "Resting 04:30:00.001–05:00:00.001 x2");
    }

    @Test
    void includesEveryReadingOfItsFirstAndLastMinute() {
        CollarDayBuilder day =
                collar().at("03:00:30").every(Duration.ofSeconds(15)).heartRate(80);
        day.readings(230).activity(2).heartRate(150).readings(60);
        assertThat(events(day))
                .containsExactly(
                        "Deep Sleep 03:00:30–03:50 x198", "Resting 03:50–03:58 x32", "Running 03:58–04:12:45 x60");
    }

    /** Around n active minutes, n + 16 minutes aren't quiet: the active minutes, and 8 more on each side. */
    @Test
    void joinsSleepsUpToTwentyMinutesApart() {
        assertThat(events(withWakeOf(4))).containsExactly("Deep Sleep 03:00–07:23 x264");
        assertThat(events(withWakeOf(5)))
                .containsExactly(
                        "Deep Sleep 03:00–05:02 x122",
                        "Resting 05:02–05:10 x8",
                        "Walking 05:10–05:15 x5",
                        "Resting 05:15–05:23 x8",
                        "Deep Sleep 05:23–07:24 x122");
    }

    private static CollarDayBuilder withWakeOf(int minutes) {
        CollarDayBuilder day = collar().at("03:00").heartRate(80).readings(130);
        return day.activity(1).readings(minutes).activity(0).readings(130);
    }

    /** With a reach of one minute, n + 2 minutes aren't quiet: the n active minutes, and 1 more on each side. */
    @Test
    void joinsStretchesUpToTenMinutesApartBeforeJudgingThem() {
        TimelineRules rules = withSleep(1, 10, 20);
        assertThat(events(rules, parts(50, 8, 50))).containsExactly("Deep Sleep 03:00–04:47 x108");
        assertThat(Timelines.behaviors(timeline(rules, parts(50, 9, 50)))).doesNotContain("Deep Sleep");
    }

    /** The mean of the joined stretch includes the heart rates in the gap. */
    @Test
    void judgesAJoinedStretchIncludingItsGap() {
        assertThat(Timelines.behaviors(timeline(withSleep(1, 10, 20), withRestInTheGap(105))))
                .contains("Deep Sleep");
        assertThat(Timelines.behaviors(timeline(withSleep(1, 10, 20), withRestInTheGap(105.001))))
                .doesNotContain("Deep Sleep");
    }

    private static CollarDayBuilder withRestInTheGap(double heartRate) {
        CollarDayBuilder day = collar().at("03:00").heartRate(105).readings(50).every(Duration.ofSeconds(30));
        for (int i = 0; i < 8; i++) {
            day.activity(0).heartRate(heartRate).reading().activity(1).reading();
        }
        return day.every(Duration.ofMinutes(1)).activity(0).heartRate(105).readings(50);
    }

    /** Two sleeps are 15 minutes apart. Between them, a quiet stretch of 3 minutes is too short for a sleep. */
    @Test
    void joinsSleepsAcrossAStretchThatFailed() {
        TimelineRules rules = withSleep(1, 2, 20);
        assertThat(events(rules, parts(100, 4, 5, 4, 100))).containsExactly("Deep Sleep 03:00–06:32 x213");
        assertThat(Timelines.events(timeline(withSleep(1, 2, 14), parts(100, 4, 5, 4, 100))))
                .startsWith("Deep Sleep 03:00–04:39 x99")
                .endsWith("Deep Sleep 04:54–06:32 x99");
    }

    /** Each of the two sleeps meets a tier. Joined, their mean exceeds 105 %. */
    @Test
    void doesNotJudgeJoinedSleepsAgain() {
        CollarDayBuilder day = collar().at("03:00").heartRate(105).readings(110);
        for (int i = 0; i < 4; i++) {
            day.activity(0).heartRate(300).every(Duration.ofSeconds(20)).readings(1);
            day.activity(1).readings(2);
        }
        day.every(Duration.ofMinutes(1)).activity(0).heartRate(105).readings(110);
        assertThat(Timelines.behaviors(Timelines.timeline(day, BASELINE))).containsExactly("Deep Sleep");
    }

    /** The walk of two minutes would be a blip in the session, but it is the first or last bout of its piece. */
    @Test
    void treatsThePiecesBetweenSleepsAsSeparateSessions() {
        assertThat(events(alternating(80, 130, 2, 8, 6, 130)))
                .containsExactly(
                        "Deep Sleep 03:00–05:10 x130",
                        "Walking 05:10–05:12 x2",
                        "Resting 05:12–05:20 x8",
                        "Walking 05:20–05:26 x6",
                        "Resting 05:26–05:34 x8",
                        "Deep Sleep 05:34–07:35 x122");
        assertThat(events(alternating(80, 130, 6, 8, 2, 130)))
                .containsExactly(
                        "Deep Sleep 03:00–05:02 x122",
                        "Resting 05:02–05:10 x8",
                        "Walking 05:10–05:16 x6",
                        "Resting 05:16–05:24 x8",
                        "Walking 05:24–05:26 x2",
                        "Deep Sleep 05:26–07:35 x130");
    }

    @Test
    void isSureIfItLastsThreeHoursOrItsHeartRateIsAtMost90Percent() {
        assertThat(confidence(180, 100)).isEqualTo(0.94);
        assertThat(confidence(179, 100)).isEqualTo(0.70);
        assertThat(confidence(60, 90)).isEqualTo(0.94);
        assertThat(confidence(90, 90.001)).isEqualTo(0.70);
    }

    @Test
    void addsNothingAtTheEdgesOfTheDayToTheLengthOfASureSleep() {
        assertThat(Timelines.timeline(collar().at("00:00").heartRate(100).readings(179), BASELINE)
                        .events())
                .singleElement()
                .extracting(Event::ruleConfidence)
                .isEqualTo(0.70);
    }

    @Test
    void aJoinedSleepIsSureByItsTotalLength() {
        CollarDayBuilder day = collar().at("03:00").heartRate(100).readings(101);
        day.activity(1).readings(3).activity(0).readings(101);
        assertThat(Timelines.timeline(day, BASELINE).events())
                .singleElement()
                .extracting(Event::ruleConfidence)
                .isEqualTo(0.94);
    }

    @Test
    void showsBaselineAndReferenceRate() {
        CollarTimeline timeline = Timelines.timeline(
                collar().at("03:00")
                        .heartRate(80)
                        .readings(60)
                        .activity(1)
                        .readings(20)
                        .at("09:00")
                        .reading(),
                BASELINE);
        assertThat(Timelines.behaviors(timeline)).containsExactly("Deep Sleep", "Resting", "Walking", "Unknown");
        assertThat(timeline.events())
                .extracting(event -> Optional.ofNullable(event.baselineHeartRate()))
                .containsExactly(Optional.of(BASELINE), Optional.of(BASELINE), Optional.empty(), Optional.empty());
        assertThat(timeline.events())
                .extracting(event -> Optional.ofNullable(event.referenceHeartRate()))
                .containsOnly(Optional.of(BASELINE));
    }

    private static boolean sleeps(String from, int minutes, double heartRate) {
        List<String> behaviors = Timelines.behaviors(
                Timelines.timeline(collar().at(from).heartRate(heartRate).readings(minutes), BASELINE));
        assertThat(behaviors).hasSize(1);
        return behaviors.contains("Deep Sleep");
    }

    private static double confidence(int minutes, double heartRate) {
        return Timelines.timeline(collar().at("03:00").heartRate(heartRate).readings(minutes), BASELINE)
                .events()
                .get(0)
                .ruleConfidence();
    }

    /**
     * Returns a day that alternates between rest and activity 1, at 105 bpm. Each part has the given length in minutes.
     */
    private static CollarDayBuilder parts(int... minutes) {
        return alternating(105, minutes);
    }

    private static CollarDayBuilder alternating(double heartRate, int... minutes) {
        CollarDayBuilder day = collar().at("03:00").heartRate(heartRate);
        for (int i = 0; i < minutes.length; i++) {
            day.activity(i % 2).readings(minutes[i]);
        }
        return day;
    }

    private static List<String> events(CollarDayBuilder day) {
        return Timelines.events(Timelines.timeline(day, BASELINE));
    }

    private static List<String> events(TimelineRules rules, CollarDayBuilder day) {
        return Timelines.events(timeline(rules, day));
    }

    private static CollarTimeline timeline(TimelineRules rules, CollarDayBuilder day) {
        return new CollarTimelines(rules).compute(day.build(), Timelines.baseline(BASELINE));
    }

    private static TimelineRules withSleep(int quietReach, int quietGap, int gap) {
        TimelineRules.Sleep sleep = TimelineRules.DEFAULTS.sleep();
        return TimelineRulesTest.with(new TimelineRules.Sleep(
                quietReach,
                sleep.quietRestless(),
                quietGap,
                sleep.shortest(),
                sleep.tiers(),
                sleep.heartRatesNeeded(),
                sleep.dayEdgeCredit(),
                sleep.dayEdge(),
                gap,
                sleep.sureLength(),
                sleep.sureHeartRate()));
    }
}
