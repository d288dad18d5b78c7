package io.petty.jobs.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.rules.EventExplanation.Check;
import io.petty.jobs.rules.EventExplanation.Judgement;
import io.petty.jobs.rules.EventExplanation.Stretch;
import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Explanations of events on small days. They must agree with the rules. */
class EventExplanationsTest {
    private static final List<RestingHeartRate> RESTING_AT_60 =
            Stream.of(1, 2, 3).map(EventExplanationsTest::restingAt60).toList();

    /** About 111 m, in millionths of a degree. */
    private static final int FAR = 1_000;

    @Test
    void explainsWhereASleepBeginsAndEndsAndItsReferenceRate() {
        EventExplanation why = explain(
                CollarDayBuilder.collar()
                        .at("03:00")
                        .heartRate(54)
                        .readings(80)
                        .activity(1)
                        .readings(4),
                RESTING_AT_60,
                "03:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.DEEP_SLEEP);
        assertThat(why.judgement()).isEmpty();
        assertThat(why.reference())
                .isEqualTo("60.00 bpm, the baseline, since the day has 80 minutes at rest with a heart rate"
                        + " (its own rate needs at least 240)");
        assertThat(why.begins()).isEqualTo("with the collar's first reading of the day");
        assertThat(why.ends()).isEqualTo("after the last minute of a quiet stretch that is a sleep");
    }

    @Test
    void showsWhichTierASleepMeetsAndByHowMuchItMissesTheOthers() {
        EventExplanation why =
                explain(CollarDayBuilder.collar().at("03:00").heartRate(54).readings(80), RESTING_AT_60, "03:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.DEEP_SLEEP);
        assertThat(why.minutes()).isEqualTo(new EventExplanation.Minutes(80, 80, 0, 80));
        Stretch stretch = why.stretches().get(0);
        assertThat(why.stretches()).hasSize(1);
        assertThat(stretch.minutes()).isEqualTo(80);
        assertThat(stretch.restless()).isZero();
        assertThat(stretch.isSleep()).isTrue();
        assertThat(words(stretch.checks()))
                .containsExactly("yes length: 80 min (at least 10 min)", "yes heart rates at rest: 80 (at least 4)");
        assertThat(words(stretch.tiers().get(0).checks()))
                .containsExactly(
                        "no length: 80 min (at least 90 min), 10 min short",
                        "yes mean heart rate at rest: 54.00 bpm, 90.00 % of R (at most 105 % of R)");
        assertThat(words(stretch.tiers().get(1).checks()))
                .containsExactly(
                        "yes length: 80 min (at least 60 min)",
                        "yes mean heart rate at rest: 54.00 bpm, 90.00 % of R (at most 90 % of R)");
        assertThat(words(stretch.tiers().get(2).checks()))
                .containsExactly(
                        "yes length: 80 min (at least 30 min)",
                        "no mean heart rate at rest: 54.00 bpm, 90.00 % of R (at most 85 % of R), 5.00 % too high");
        assertThat(words(why.sureness()))
                .containsExactly(
                        "no length: 80 min (at least 180 min), 100 min short",
                        "yes mean heart rate at rest: 54.00 bpm, 90.00 % of R (at most 90 % of R)");
    }

    @Test
    void explainsWhyRestIsNeitherSleepNorAlert() {
        EventExplanation why =
                explain(CollarDayBuilder.collar().at("00:02").heartRate(66).readings(20), RESTING_AT_60, "00:02");
        assertThat(why.event().behavior()).isEqualTo(Behavior.RESTING);
        assertThat(why.stretches()).hasSize(1).noneMatch(Stretch::isSleep);
        assertThat(words(why.stretches().get(0).tiers().get(0).checks()))
                .containsExactly(
                        "no length, with 30 min for the day's edge: 50 min (at least 90 min), 40 min short",
                        "no mean heart rate at rest: 66.00 bpm, 110.00 % of R (at most 105 % of R), 5.00 % too high");
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes earlier days with a resting heart rate: 3 (at least 3)",
                        "yes readings with a heart rate: 20 (at least 4)",
                        "no mean heart rate: 66.00 bpm, 110.00 % (more than 150 % of the baseline, 60.00 bpm),"
                                + " 40.00 % too low");
    }

    @Test
    void explainsThatADayHasNoReferenceRate() {
        EventExplanation why =
                explain(CollarDayBuilder.collar().at("03:00").noHeartRate().readings(100), "03:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.RESTING);
        assertThat(why.reference())
                .startsWith("none, since the day has no heart rate at rest and there is no baseline");
        assertThat(why.stretches()).isEmpty();
        assertThat(words(why.judgement()))
                .containsExactly(
                        "no earlier days with a resting heart rate: 0 (at least 3), 3 too few",
                        "no readings with a heart rate: 0 (at least 4), 4 too few");
    }

    @Test
    void showsTheBaselineOfAnAlertAndTheDaysBehindIt() {
        CollarDayBuilder day =
                CollarDayBuilder.collar().at("03:00").heartRate(90.001).readings(10);
        EventExplanation why = explain(day, RESTING_AT_60, "03:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.ALERT);
        assertThat(words(why.judgement()).get(2))
                .isEqualTo("yes mean heart rate: 90.00 bpm, 150.002 % (more than 150 % of the baseline, 60.00 bpm)");
        assertThat(why.baselineDays()).extracting(RestingHeartRate::day).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void explainsWhichConditionOfAnxiousPacingAWalkFails() {
        CollarDayBuilder day = CollarDayBuilder.collar()
                .at("10:00")
                .activity(1)
                .heartRate(90)
                .location(0, 0)
                .readings(6)
                .location(0, 4 * FAR)
                .readings(6);
        EventExplanation why = explain(day, RESTING_AT_60, "10:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.WALKING);
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes readings with a location: 12 (at least 6)",
                        "no greatest distance from their centroid: 222.39 m (less than 70 m), 152.39 m too far",
                        "yes mean heart rate: 90.00 bpm, 150.00 % of R (110 to 170 % of R)");
    }

    @Test
    void showsThatAllConditionsOfAnxiousPacingHold() {
        EventExplanation why = explain(
                CollarDayBuilder.collar()
                        .at("10:00")
                        .activity(1)
                        .heartRate(66)
                        .location(0, 0)
                        .readings(6),
                RESTING_AT_60,
                "10:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.ANXIOUS_PACING);
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes readings with a location: 6 (at least 6)",
                        "yes greatest distance from their centroid: 0.00 m (less than 70 m)",
                        "yes mean heart rate: 66.00 bpm, 110.00 % of R (110 to 170 % of R)");
    }

    @Test
    void explainsThatAnEventIsBetweenSleeps() {
        CollarDayBuilder day =
                CollarDayBuilder.collar().at("03:00").heartRate(60).readings(130);
        day.activity(1).readings(5).activity(0).readings(130);
        EventExplanation before = explain(day, "05:02");
        EventExplanation after = explain(day, "05:15");
        assertThat(before.event().behavior()).isEqualTo(Behavior.RESTING);
        assertThat(before.begins()).isEqualTo("where a sleep ends");
        assertThat(before.ends()).isEqualTo("where activity 0 turns to 1");
        assertThat(before.minutes()).isEqualTo(new EventExplanation.Minutes(8, 8, 0, 0));
        assertThat(after.ends()).isEqualTo("where a sleep begins");
        assertThat(after.reference())
                .isEqualTo("60.00 bpm, the day's resting rate, over 260 minutes at rest (needs at least 240)");
    }

    @Test
    void showsTheCyclesOfAGame() {
        EventExplanation why = explain(cycle(cycle(CollarDayBuilder.collar().at("10:00"), 120), 120), "10:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.PLAYING_FETCH);
        assertThat(why.cycles()).hasSize(2);
        assertThat(words(why.cycles().get(1).checks()))
                .containsExactly(
                        "yes distance from run to calm: 111.20 m (more than 100 m)",
                        "yes since the calm before: 2 min (at most 15 min)");
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes cycles in the chain: 2 (at least 2)",
                        "yes mean heart rate of its runs: 120.00 bpm, 171.43 % of R (125 to 300 % of R)");
        assertThat(why.ends()).isEqualTo("where the calm after a game's last run begins");
    }

    @Test
    void explainsWhyARunIsNoGame() {
        assertThat(words(explain(cycle(cycle(CollarDayBuilder.collar().at("10:00"), 84), 84), "10:00")
                        .judgement()))
                .containsExactly(
                        "yes distance from run to calm: 111.20 m (more than 100 m)",
                        "yes cycles in the chain: 2 (at least 2)",
                        "no mean heart rate of its runs: 84.00 bpm, 120.00 % of R (125 to 300 % of R), 5.00 % too low");
        CollarDayBuilder tooLate = cycle(CollarDayBuilder.collar().at("10:00"), 120)
                .at("10:17:00.001")
                .readings(1);
        assertThat(words(explain(cycle(tooLate.at("10:18"), 120), "10:00").judgement()))
                .containsExactly(
                        "yes distance from run to calm: 111.20 m (more than 100 m)",
                        "no cycles in the chain: 1 (at least 2), 1 too few",
                        "no from its calm to the next cycle's run: 16 min (at most 15 min), 1 min too long",
                        "yes mean heart rate of its runs: 120.00 bpm, 171.43 % of R (125 to 300 % of R)");
        CollarDayBuilder alone =
                CollarDayBuilder.collar().at("10:00").activity(2).readings(3);
        assertThat(words(explain(alone, "10:00").judgement()))
                .containsExactly(
                        "no what comes after the run: no calm before the session or the time awake ends (a calm, activity 0)");
        assertThat(words(explain(alone.activity(0).readings(3), "10:00").judgement()))
                .containsExactly("no distance from run to calm: a location is missing (more than 100 m)");
    }

    /** Adds a fetch cycle: a run of two minutes, and then a calm about 111 m from it. */
    private static CollarDayBuilder cycle(CollarDayBuilder day, double heartRate) {
        return day.activity(2)
                .heartRate(heartRate)
                .location(0, 0)
                .readings(2)
                .activity(0)
                .heartRate(70)
                .location(0, FAR)
                .readings(2);
    }

    @Test
    void explainsUnknownBehaviorAsASingleReadingBetweenGaps() {
        EventExplanation why = explain(
                CollarDayBuilder.collar()
                        .at("03:00")
                        .reading()
                        .at("03:30:00.001")
                        .reading()
                        .at("04:05")
                        .reading(),
                "03:30:00.001");
        assertThat(why.event().behavior()).isEqualTo(Behavior.UNKNOWN);
        assertThat(why.session().readings()).isEqualTo(1);
        assertThat(why.begins())
                .isEqualTo(
                        "with a session, after 30 min 0.001 s without a reading (a session ends at more than 30 min)");
        assertThat(why.ends()).startsWith("with its session, before 34 min 59.999 s without a reading");
    }

    @Test
    void showsAbsorbedBlips() {
        CollarDayBuilder day =
                CollarDayBuilder.collar().at("03:00").heartRate(52).readings(9);
        day.activity(1).heartRate(90).readings(2).activity(0).heartRate(52).readings(10);
        EventExplanation why = explain(day, "03:00");
        assertThat(why.blips()).hasSize(1).allSatisfy(blip -> {
            assertThat(blip.start()).isEqualTo(at("03:09"));
            assertThat(blip.readings()).isEqualTo(2);
            assertThat(blip.activity()).isEqualTo(1);
            assertThat(blip.takenAs()).isZero();
            assertThat(words(List.of(blip.around())))
                    .containsExactly("yes between the readings before and after: 3 min (at most 5 min)");
        });
    }

    @Test
    void findsTheEventsOfATimeRange() {
        CollarDayBuilder day =
                CollarDayBuilder.collar().at("03:00").heartRate(60).readings(130);
        day.activity(1).readings(5).activity(0).readings(130);
        List<Event> events =
                new EventExplanations(TimelineRules.DEFAULTS).during(day.build(), List.of(), at("05:10"), at("05:16"));
        assertThat(events).extracting(Event::behavior).containsExactly(Behavior.WALKING, Behavior.RESTING);
    }

    @Test
    void explainsNothingAtATimeWithoutAnEvent() {
        CollarDay day = CollarDayBuilder.collar().at("03:00").readings(3).build();
        EventExplanations explanations = new EventExplanations(TimelineRules.DEFAULTS);
        assertThat(explanations.explain(day, List.of(), at("03:03"))).isEmpty();
        CollarDay empty = new CollarDay.Builder("A", CollarDayBuilder.DAY).build();
        assertThat(explanations.explain(empty, List.of(), at("03:03"))).isEmpty();
    }

    @Test
    void showsEnoughDigitsToDistinguishAFigureFromItsThreshold() {
        assertThat(ConditionText.number(64.9996, 40, 65)).isEqualTo("64.9996");
        assertThat(ConditionText.number(65, 40, 65)).isEqualTo("65.00");
        assertThat(ConditionText.number(65.000000001, 65)).isEqualTo("65.000000001");
    }

    @Test
    void agreesWithTheRulesOnRandomDays() {
        Set<Behavior> explained = EnumSet.noneOf(Behavior.class);
        for (long seed = 1; seed <= 12; seed++) {
            explained.addAll(explainEachEvent(randomDay(new Random(seed))));
        }
        assertThat(explained).containsExactly(Behavior.values());
    }

    /**
     * Explains each event of a day, compares the explanation with the rules, and returns the behaviors that occurred.
     */
    private static Set<Behavior> explainEachEvent(CollarDay day) {
        Set<Behavior> explained = EnumSet.noneOf(Behavior.class);
        CollarTimeline timeline = new CollarTimelines(TimelineRules.DEFAULTS)
                .compute(day, RestingBaseline.before(day.day(), RESTING_AT_60, TimelineRules.DEFAULTS));
        EventExplanations explanations = new EventExplanations(TimelineRules.DEFAULTS);
        for (Event event : timeline.events()) {
            EventExplanation why =
                    explanations.explain(day, RESTING_AT_60, event.start()).orElseThrow();
            assertThat(why.event()).isEqualTo(event);
            explained.add(event.behavior());
            boolean asleep = event.behavior() == Behavior.DEEP_SLEEP;
            why.judgement()
                    .ifPresent(judgement -> assertThat(judgement.holds())
                            .as("%s", why)
                            .isEqualTo(judgement.behavior() == event.behavior()));
            assertThat(why.judgement().isEmpty()).isEqualTo(asleep);
            assertThat(why.stretches().stream().anyMatch(Stretch::isSleep))
                    .as("%s", why)
                    .isEqualTo(asleep);
            if (asleep) {
                assertThat(why.sureness().stream().anyMatch(Check::holds))
                        .as("%s", why)
                        .isEqualTo(event.ruleConfidence() == 0.94);
            }
            assertThat(why.blips()).allMatch(blip -> blip.around().holds());
            if (event.behavior() == Behavior.PLAYING_FETCH) {
                assertThat(why.cycles()).hasSize(Objects.requireNonNull(event.fetchCycles()));
            }
        }
        return explained;
    }

    /**
     * Returns a day of random bouts with sleeps between them. Most have a location, and some have heart rates near the
     * thresholds.
     */
    private static CollarDay randomDay(Random random) {
        CollarDay.Builder day = new CollarDay.Builder("A", CollarDayBuilder.DAY);
        int time = 0;
        while (time < 86_000_000) {
            boolean asleep = random.nextInt(12) == 0;
            int activity = asleep ? 0 : random.nextInt(3);
            int heartRate = new int[] {50_000, 54_000, 60_000, 63_000, 95_000, 150_000}[random.nextInt(asleep ? 4 : 6)];
            int readings = asleep ? 20 + random.nextInt(150) : 1 + random.nextInt(8);
            long location = random.nextInt(6) == 0
                    ? PackedReading.NO_LOCATION
                    : PackedReading.location(random.nextInt(3) * FAR, random.nextInt(3) * FAR);
            for (int i = 0; i < readings && time < 86_000_000; i++) {
                int measured = random.nextInt(5) == 0 ? PackedReading.NO_HEART_RATE : heartRate + random.nextInt(1_000);
                int moved = asleep && random.nextInt(15) == 0 ? 1 : activity;
                day.add(PackedReading.key(time, measured, moved), location);
                time += 20_000 + random.nextInt(80_000);
            }
            time += random.nextInt(25) == 0 ? 2_000_000 : 0;
        }
        return day.build();
    }

    private static EventExplanation explain(CollarDayBuilder day, String time) {
        return explain(day, List.of(), time);
    }

    private static EventExplanation explain(CollarDayBuilder day, List<RestingHeartRate> earlier, String time) {
        return new EventExplanations(TimelineRules.DEFAULTS)
                .explain(day.build(), earlier, at(time))
                .orElseThrow();
    }

    private static long at(String time) {
        return CollarDayBuilder.DAY
                .atTime(LocalTime.parse(time))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    private static RestingHeartRate restingAt60(int daysBefore) {
        return new RestingHeartRate("A", CollarDayBuilder.DAY.minusDays(daysBefore), 60_000, 1);
    }

    private static List<String> words(Optional<Judgement> judgement) {
        return words(judgement.orElseThrow().checks());
    }

    private static List<String> words(List<Check> checks) {
        return checks.stream()
                .map(check -> "%s %s: %s (%s)%s"
                        .formatted(
                                check.holds() ? "yes" : "no",
                                check.what(),
                                check.figure(),
                                check.needed(),
                                check.missedBy().isEmpty() ? "" : ", " + check.missedBy()))
                .toList();
    }
}
