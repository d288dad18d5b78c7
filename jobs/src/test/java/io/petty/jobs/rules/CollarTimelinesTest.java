package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.DAY;
import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Review;
import io.petty.timeline.Summary;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollarTimelinesTest {
    private static final Optional<RestingBaseline> BASELINE = Timelines.baseline(55);

    @Test
    void fillsEveryColumnOfAnEvent() {
        Event event = Timelines.timeline(collar("B-7")
                        .at("03:04:05.678")
                        .activity(1)
                        .heartRate(90)
                        .readings(2))
                .events()
                .get(0);

        long start = DAY.toEpochDay() * 86_400_000L + 11_045_678;
        assertThat(event)
                .isEqualTo(new Event(
                        new EventId().of("B-7", start, Behavior.WALKING),
                        "B-7",
                        DAY,
                        start,
                        start + 60_000,
                        Behavior.WALKING,
                        0.70,
                        0.70,
                        2,
                        2,
                        90.0,
                        0.0,
                        90.0,
                        90.0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        0,
                        0,
                        Review.UNREVIEWED,
                        null,
                        "2027.1"));
    }

    @Test
    void summarizesADay() {
        CollarTimeline timeline = Timelines.timeline(
                collar().at("03:00")
                        .heartRate(50)
                        .readings(100)
                        .activity(1)
                        .heartRate(120)
                        .location(0, 0)
                        .readings(9)
                        .location(0, 1_000)
                        .readings(12)
                        .activity(0)
                        .heartRate(100)
                        .readings(10)
                        .at("09:00")
                        .noHeartRate()
                        .reading()
                        .build(),
                BASELINE);

        Summary summary = timeline.summary();
        assertThat(Timelines.behaviors(timeline))
                .containsExactly("Deep Sleep", "Resting", "Walking", "Alert", "Unknown");
        assertThat(summary.minutesDeepSleep()).isEqualTo(92);
        assertThat(summary.minutesAlert()).isEqualTo(9);
        assertThat(summary.minutesWalking()).isEqualTo(21);
        assertThat(summary.minutesResting()).isEqualTo(8);
        assertThat(summary.observedMinutes()).isEqualTo(130);
        assertThat(summary.readings()).isEqualTo(132);
        assertThat(summary.firstReading()).isEqualTo(timeline.events().get(0).start());
        assertThat(summary.lastReading()).isEqualTo(timeline.events().get(4).end());
        assertThat(summary.heartRateMin()).isEqualTo(50);
        assertThat(summary.heartRateMax()).isEqualTo(120);
        assertThat(summary.heartRateMean()).isEqualTo((5_000 + 2_520 + 1_000) / 131.0);
        assertThat(summary.restingHeartRate()).isEqualTo(54.545);
        assertThat(summary.distance()).isEqualTo(111.195);
        assertThat(summary.events()).isEqualTo(5);
        assertThat(summary.flags()).containsExactly("high_resting_heart_rate");
    }

    @Test
    void summarizesGamesAndPacingSeparately() {
        CollarDayBuilder day = collar().at("03:00");
        for (int i = 0; i < 2; i++) {
            day.activity(2).heartRate(120).location(0, 0).readings(2);
            day.activity(0).heartRate(70).location(0, 1_000).readings(2);
        }
        CollarTimeline timeline =
                Timelines.timeline(day.activity(1).heartRate(90).readings(8));

        assertThat(Timelines.behaviors(timeline)).containsExactly("Playing Fetch", "Resting", "Anxious Pacing");
        assertThat(timeline.summary().minutesPlayingFetch()).isEqualTo(6);
        assertThat(timeline.summary().minutesResting()).isEqualTo(2);
        assertThat(timeline.summary().minutesAnxiousPacing()).isEqualTo(7);
    }

    @Test
    void hasNoHeartRatesForADayWithoutMeasurements() {
        CollarTimeline timeline = Timelines.timeline(
                collar().at("01:00").noHeartRate().readings(400).build(), Optional.empty());

        assertThat(Timelines.events(timeline)).containsExactly("Resting 01:00–07:39 x400");
        assertThat(timeline.events().get(0)).satisfies(event -> {
            assertThat(event.readings()).isEqualTo(400);
            assertThat(event.heartRateReadings()).isZero();
            assertThat(event.heartRateMean()).isNull();
            assertThat(event.heartRateDeviation()).isNull();
            assertThat(event.heartRateMin()).isNull();
            assertThat(event.heartRateMax()).isNull();
            assertThat(event.referenceHeartRate()).isNull();
        });
        assertThat(timeline.resting()).isEmpty();
        assertThat(timeline.summary().heartRateMin()).isNull();
        assertThat(timeline.summary().heartRateMean()).isNull();
        assertThat(timeline.summary().heartRateMax()).isNull();
        assertThat(timeline.summary().restingHeartRate()).isNull();
        assertThat(timeline.summary().readings()).isEqualTo(400);
    }

    @Test
    void flagsMoreThanEightHoursOfRestInTheDaytime() {
        assertThat(flags(rest("08:00", "16:00"))).isEmpty();
        assertThat(flags(rest("08:00", "16:00:00.001"))).containsExactly("prolonged_inactivity");
        assertThat(flags(rest("00:00", "16:00"))).isEmpty();
        assertThat(flags(rest("12:00", "23:00"))).isEmpty();
        assertThat(flags(rest("11:59:59.999", "23:00"))).containsExactly("prolonged_inactivity");
    }

    @Test
    void flagsProlongedInactivityOfAnAlertCollar() {
        CollarDayBuilder day = collar().at("08:00")
                .heartRate(100)
                .every(Duration.ofMinutes(20))
                .readings(24)
                .at("16:00:00.001")
                .reading();
        assertThat(flags(day)).containsExactly("high_resting_heart_rate", "prolonged_inactivity");
    }

    /** The collar sleeps for four hours from 08:00. In the next four hours, two of every six minutes are active. */
    @Test
    void flagsRestThatConsistsOfSeveralEvents() {
        CollarDayBuilder day = collar().at("08:00").heartRate(50).readings(240);
        for (int i = 0; i < 40; i++) {
            day.activity(0).readings(4).activity(1).readings(2);
        }
        day.activity(0).readings(1);
        assertThat(Timelines.behaviors(Timelines.timeline(day.build(), BASELINE)))
                .containsExactly("Deep Sleep", "Resting");
        assertThat(flags(day)).isEmpty();
        assertThat(flags(day.at("16:00:00.001").reading())).containsExactly("prolonged_inactivity");
    }

    @Test
    void aStretchOfRestEndsWithItsSessionOrAtAnotherBehavior() {
        assertThat(flags(rest("08:00", "12:00").at("12:40").readings(13))).isEmpty();
        assertThat(flags(rest("08:00", "12:00")
                        .at("12:10")
                        .activity(2)
                        .reading()
                        .at("12:20")
                        .activity(0)
                        .every(Duration.ofMinutes(20))
                        .readings(20)))
                .isEmpty();
    }

    @Test
    void refusesADayWithoutReadings() {
        assertThatIllegalArgumentException().isThrownBy(() -> Timelines.timeline(collar()));
    }

    @Test
    void givesTheSameResultWithAReusedInstance() {
        CollarTimelines timelines = new CollarTimelines(TimelineRules.DEFAULTS);
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            CollarDay day = randomDay(random);
            assertThat(timelines.compute(day, BASELINE)).isEqualTo(Timelines.timeline(day, BASELINE));
        }
    }

    /** Computes random days with many short bouts, games, gaps and locations. */
    @Test
    void assignsEveryReadingToOneEventWithoutOverlaps() {
        Random random = new Random(42);
        Set<Behavior> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            CollarDay day = randomDay(random);
            CollarTimeline timeline = Timelines.timeline(day, i % 2 == 0 ? BASELINE : Optional.empty());
            int reading = 0;
            long minutes = 0;
            Set<String> ids = new HashSet<>();
            Event previous = null;
            for (Event event : timeline.events()) {
                assertThat(event.start()).isEqualTo(day.epochMillis(reading));
                reading += event.readings();
                assertThat(event.end()).isGreaterThanOrEqualTo(day.epochMillis(reading - 1));
                assertThat(previous == null || previous.end() <= event.start()).isTrue();
                assertThat(ids.add(event.eventId())).isTrue();
                minutes += event.end() - event.start();
                seen.add(event.behavior());
                previous = event;
            }
            assertThat(reading).isEqualTo(day.size());
            Summary summary = timeline.summary();
            assertThat(summary.readings()).isEqualTo(day.size());
            assertThat(summary.events()).isEqualTo(timeline.events().size());
            assertThat(summary.observedMinutes()).isEqualTo(minutes / 60_000.0);
            double distance = timeline.events().stream()
                    .map(Event::distance)
                    .mapToDouble(metres -> metres == null ? 0 : metres)
                    .sum();
            assertThat(summary.distance()).isCloseTo(distance, within(1e-6));
        }
        assertThat(seen).containsExactlyInAnyOrder(Behavior.values());
    }

    @Test
    void computesAnHourWithAReadingEveryMillisecond() {
        CollarDayBuilder day =
                collar().every(Duration.ofMillis(1)).heartRate(300).readings(1_800_000);
        CollarTimeline timeline =
                Timelines.timeline(day.heartRate(30).readings(1_800_000).build(), BASELINE);

        assertThat(timeline.summary().heartRateMean()).isEqualTo(165);
        assertThat(timeline.summary().readings()).isEqualTo(3_600_000);
    }

    private static List<String> flags(CollarDayBuilder day) {
        return Timelines.timeline(day.build(), BASELINE).summary().flags();
    }

    /** Returns a day on which the collar rests: a reading every 20 minutes, and the last one at {@code to}. */
    private static CollarDayBuilder rest(String from, String to) {
        CollarDayBuilder day = collar().at(from).heartRate(60).every(Duration.ofMinutes(20));
        int readings = (int)
                (Duration.between(LocalTime.parse(from), LocalTime.parse(to)).toMinutes() / 20);
        return day.readings(readings).at(to).reading();
    }

    private static CollarDay randomDay(Random random) {
        CollarDayBuilder day = collar();
        int bouts = 1 + random.nextInt(60);
        int second = random.nextInt(3600);
        for (int bout = 0; bout < bouts && second < 80_000; bout++) {
            int activity = random.nextInt(3);
            int step = 10 + random.nextInt(random.nextInt(10) == 0 ? 2400 : 120);
            int readings = 1 + random.nextInt(20);
            day.at(LocalTime.ofSecondOfDay(second).toString())
                    .every(Duration.ofSeconds(step))
                    .activity(activity)
                    .heartRate(40 + 40 * activity + random.nextInt(6));
            for (int i = 0; i < readings && second < 86_000; i++) {
                if (random.nextInt(10) == 0) {
                    day.heartRate(30 + random.nextInt(90));
                }
                if (random.nextInt(5) == 0) {
                    day.nowhere();
                } else {
                    day.location(179_999_800 + random.nextInt(200), activity == 0 ? 60_001_500 : 60_000_000);
                }
                day.reading();
                second += step;
            }
        }
        return day.build();
    }
}
