package io.petty.jobs.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.timeline.EventExplanation.Check;
import io.petty.jobs.timeline.EventExplanation.Judgement;
import io.petty.jobs.timeline.EventExplanation.Window;
import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why an event is what it is: small days, and that what decided in the explanation decided in the rules. */
class EventExplanationsTest {
    private static final List<RestingHeartRate> RESTING_AT_60 =
            Stream.of(1, 2, 3).map(EventExplanationsTest::restingAt60).toList();

    /** Some 111 m. */
    private static final int FAR = 1_000;

    @Test
    void showsEachWindowOfDeepSleepWithItsFigures() {
        EventExplanation why = explain(
                CollarDays.collar()
                        .at("03:00")
                        .every(Duration.ofMinutes(2))
                        .heartRate(52)
                        .readings(10),
                "03:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.DEEP_SLEEP);
        assertThat(why.judgement()).isEmpty();
        assertThat(why.windows()).hasSize(2).allMatch(Window::isCalm);
        assertThat(words(why.windows().get(0).checks()))
                .containsExactly(
                        "yes readings: 5, at least 4",
                        "yes mean: 52.00 bpm, 40 to 65 bpm",
                        "yes deviation: 0.00 bpm, below 3 bpm");
        assertThat(why.begins()).isEqualTo("with the collar's first reading of the day");
        assertThat(why.ends()).isEqualTo("with the collar's last reading of the day");
    }

    @Test
    void saysWhatRestLacksToBeCalmOrAnAlert() {
        EventExplanation why = explain(
                CollarDays.collar()
                        .at("03:00")
                        .every(Duration.ofMinutes(2))
                        .heartRate(52)
                        .readings(5)
                        .heartRate(66)
                        .readings(3),
                "03:10");
        assertThat(why.event().behavior()).isEqualTo(Behavior.RESTING);
        assertThat(why.windows()).hasSize(1);
        assertThat(words(why.windows().get(0).checks()))
                .containsExactly(
                        "no readings: 3, at least 4",
                        "no mean: 66.00 bpm, 40 to 65 bpm",
                        "yes deviation: 0.00 bpm, below 3 bpm");
        assertThat(why.begins())
                .isEqualTo("where windows of rest are no longer calm: the next has"
                        + " readings 3, asked is at least 4, and mean 66.00 bpm, asked is 40 to 65 bpm");
        assertThat(words(why.judgement()))
                .containsExactly(
                        "no earlier days with a resting heart rate: 0, at least 3", "no readings: 3, at least 4");
    }

    @Test
    void showsAnAlertAgainstItsBaselineAndTheDaysThatGaveIt() {
        CollarDays day = CollarDays.collar().at("03:00").heartRate(90.001).readings(10);
        EventExplanation why = explain(day, RESTING_AT_60, "03:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.ALERT);
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes earlier days with a resting heart rate: 3, at least 3",
                        "yes readings: 10, at least 4",
                        "yes mean heart rate: 90.001 bpm, more than 1.5 x baseline 60.00 = 90.00 bpm");
        assertThat(why.baselineDays()).extracting(RestingHeartRate::day).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void saysWhichConditionOfAnxiousPacingAWalkFails() {
        CollarDays day = CollarDays.collar()
                .at("10:00")
                .activity(1)
                .heartRate(90)
                .location(0, 0)
                .readings(6)
                .location(0, 4 * FAR)
                .readings(6);
        EventExplanation why = explain(day, "10:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.WALKING);
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes readings with a location: 12, at least 6",
                        "no greatest distance from their centroid: 222.39 m, below 70 m",
                        "yes mean heart rate: 90.00 bpm, 70 to 110 bpm");
    }

    @Test
    void showsThatAllConditionsOfAnxiousPacingHold() {
        EventExplanation why = explain(
                CollarDays.collar()
                        .at("10:00")
                        .activity(1)
                        .heartRate(110)
                        .location(0, 0)
                        .readings(6),
                "10:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.ANXIOUS_PACING);
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes readings with a location: 6, at least 6",
                        "yes greatest distance from their centroid: 0.00 m, below 70 m",
                        "yes mean heart rate: 110.00 bpm, 70 to 110 bpm");
    }

    @Test
    void showsTheCyclesOfAGame() {
        EventExplanation why = explain(cycle(cycle(CollarDays.collar().at("10:00"), 120), 120), "10:00");
        assertThat(why.event().behavior()).isEqualTo(Behavior.PLAYING_FETCH);
        assertThat(why.cycles()).hasSize(2);
        assertThat(words(why.cycles().get(1).checks()))
                .containsExactly(
                        "yes distance from run to calm: 111.20 m, more than 100 m",
                        "yes since the calm before: 2 min, at most 15 min");
        assertThat(words(why.judgement()))
                .containsExactly(
                        "yes cycles in the chain: 2, at least 2",
                        "yes mean heart rate of its runs: 120.00 bpm, 80 to 160 bpm");
        assertThat(why.ends()).isEqualTo("where the calm after a game's last run begins");
    }

    @Test
    void saysWhatARunLacksToBeAGame() {
        assertThat(words(explain(cycle(cycle(CollarDays.collar().at("10:00"), 161), 161), "10:00")
                        .judgement()))
                .containsExactly(
                        "yes distance from run to calm: 111.20 m, more than 100 m",
                        "yes cycles in the chain: 2, at least 2",
                        "no mean heart rate of its runs: 161.00 bpm, 80 to 160 bpm");
        CollarDays tooLate =
                cycle(CollarDays.collar().at("10:00"), 120).at("10:17:00.001").readings(1);
        assertThat(words(explain(cycle(tooLate.at("10:18"), 120), "10:00").judgement()))
                .containsExactly(
                        "yes distance from run to calm: 111.20 m, more than 100 m",
                        "no cycles in the chain: 1, at least 2",
                        "no from its calm to the next cycle's run: 16 min, at most 15 min",
                        "yes mean heart rate of its runs: 120.00 bpm, 80 to 160 bpm");
        CollarDays alone = CollarDays.collar().at("10:00").activity(2).readings(3);
        assertThat(words(explain(alone, "10:00").judgement()))
                .containsExactly("no what comes after the run: the session's end, a calm, activity 0");
        assertThat(words(explain(alone.activity(0).readings(3), "10:00").judgement()))
                .containsExactly("no distance from run to calm: a location is missing, more than 100 m");
    }

    /** A run of two minutes and a calm far from it. */
    private static CollarDays cycle(CollarDays day, double heartRate) {
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
    void saysThatAnUnknownIsASingleReadingBetweenGaps() {
        EventExplanation why = explain(
                CollarDays.collar()
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
    void namesTheBlipsThatWereAbsorbedEvenWhereAWindowCutsOne() {
        CollarDays day = CollarDays.collar()
                .at("03:00")
                .heartRate(52)
                .readings(9)
                .activity(1)
                .heartRate(90)
                .readings(2)
                .activity(0)
                .heartRate(52)
                .readings(10);
        for (EventExplanation why : List.of(explain(day, "03:00"), explain(day, "03:11"))) {
            assertThat(why.blips()).hasSize(1).allSatisfy(blip -> {
                assertThat(blip.start()).isEqualTo(at("03:09"));
                assertThat(blip.readings()).isEqualTo(2);
                assertThat(blip.activity()).isEqualTo(1);
                assertThat(blip.takenAs()).isZero();
                assertThat(words(List.of(blip.around())))
                        .containsExactly("yes between the readings around: 3 min, at most 5 min");
            });
        }
    }

    @Test
    void tellsNothingOfAMomentWithoutAnEvent() {
        CollarDay day = CollarDays.collar().at("03:00").readings(3).build();
        EventExplanations explanations = new EventExplanations(TimelineRules.DEFAULTS);
        assertThat(explanations.explain(day, List.of(), at("03:03"))).isEmpty();
        CollarDay empty = new CollarDay.Builder("A", CollarDays.DAY).build();
        assertThat(explanations.explain(empty, List.of(), at("03:03"))).isEmpty();
    }

    @Test
    void givesAsManyDigitsAsTellAFigureFromItsThreshold() {
        assertThat(Checks.number(64.9996, 40, 65)).isEqualTo("64.9996");
        assertThat(Checks.number(65, 40, 65)).isEqualTo("65.00");
        assertThat(Checks.number(65.000000001, 65)).isEqualTo("65.000000001");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decidesAsTheRulesDoOnRandomDays(long seed) {
        CollarDay day = randomDay(new Random(seed));
        CollarTimeline timeline = new CollarTimelines(TimelineRules.DEFAULTS)
                .compute(day, RestingBaseline.before(day.day(), RESTING_AT_60, TimelineRules.DEFAULTS));
        EventExplanations explanations = new EventExplanations(TimelineRules.DEFAULTS);
        for (Event event : timeline.events()) {
            EventExplanation why =
                    explanations.explain(day, RESTING_AT_60, event.start()).orElseThrow();
            assertThat(why.event()).isEqualTo(event);
            why.judgement()
                    .ifPresent(judgement -> assertThat(judgement.holds())
                            .as("%s", why)
                            .isEqualTo(judgement.behavior() == event.behavior()));
            assertThat(why.windows())
                    .as("%s", why)
                    .allMatch(window -> window.isCalm() == (event.behavior() == Behavior.DEEP_SLEEP));
            assertThat(why.blips()).allMatch(blip -> blip.around().holds());
            if (event.behavior() == Behavior.PLAYING_FETCH) {
                assertThat(why.cycles()).hasSize(Objects.requireNonNull(event.fetchCycles()));
            }
        }
        assertThat(timeline.events()).extracting(Event::behavior).contains(Behavior.PLAYING_FETCH, Behavior.RUNNING);
    }

    /** Bouts of all kinds, with places and heart rates near the thresholds. */
    private static CollarDay randomDay(Random random) {
        CollarDay.Builder day = new CollarDay.Builder("A", CollarDays.DAY);
        int time = 0;
        while (time < 86_000_000) {
            int activity = random.nextInt(3);
            int heartRate = new int[] {50_000, 62_000, 66_000, 85_000, 95_000, 150_000}[random.nextInt(6)];
            int readings = 1 + random.nextInt(8);
            long location = random.nextInt(6) == 0
                    ? PackedReading.NO_LOCATION
                    : PackedReading.location(random.nextInt(3) * FAR, random.nextInt(3) * FAR);
            for (int i = 0; i < readings && time < 86_000_000; i++) {
                day.add(PackedReading.key(time, heartRate + random.nextInt(5_000), activity), location);
                time += 20_000 + random.nextInt(80_000);
            }
            time += random.nextInt(25) == 0 ? 2_000_000 : 0;
        }
        return day.build();
    }

    private static EventExplanation explain(CollarDays day, String time) {
        return explain(day, List.of(), time);
    }

    private static EventExplanation explain(CollarDays day, List<RestingHeartRate> earlier, String time) {
        return new EventExplanations(TimelineRules.DEFAULTS)
                .explain(day.build(), earlier, at(time))
                .orElseThrow();
    }

    private static long at(String time) {
        return CollarDays.DAY
                .atTime(LocalTime.parse(time))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    private static RestingHeartRate restingAt60(int daysBefore) {
        return new RestingHeartRate("A", CollarDays.DAY.minusDays(daysBefore), 60_000, 1);
    }

    private static List<String> words(Optional<Judgement> judgement) {
        return words(judgement.orElseThrow().checks());
    }

    private static List<String> words(List<Check> checks) {
        return checks.stream()
                .map(check -> "%s %s: %s, %s"
                        .formatted(check.holds() ? "yes" : "no", check.what(), check.figure(), check.asked()))
                .toList();
    }
}
