package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.RestingHeartRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Steps 1, 8 and 9 of the rules: sessions, bouts, blips, segments. */
class SegmentsTest {
    @Test
    void continuesASessionAfterAGapOfExactlyHalfAnHour() {
        assertThat(Timelines.events(collar().at("03:00")
                        .activity(1)
                        .every(Duration.ofMinutes(30))
                        .readings(3)))
                .containsExactly("Walking 03:00–04:00 x3");
    }

    @Test
    void endsASessionBeforeALongerGap() {
        assertThat(Timelines.events(collar().at("03:00")
                        .activity(1)
                        .readings(2)
                        .at("03:31:00.001")
                        .readings(2)))
                .containsExactly("Walking 03:00–03:01 x2", "Walking 03:31:00.001–03:32:00.001 x2");
    }

    @Test
    void aSessionOfOneReadingHasUnknownBehavior() {
        CollarTimeline timeline = Timelines.timeline(collar().at("03:00")
                .activity(0)
                .reading()
                .at("05:00")
                .activity(2)
                .readings(2));

        assertThat(Timelines.events(timeline)).containsExactly("Unknown 03:00–03:00 x1", "Running 05:00–05:01 x2");
        assertThat(timeline.resting()).contains(new RestingHeartRate("A", CollarDayBuilder.DAY, 60_000, 1));
        assertThat(timeline.events().get(0).ruleConfidence()).isZero();
        assertThat(timeline.events().get(0).confidence()).isZero();
    }

    @Test
    void endsAnEventWhereTheNextStartsOrTheSessionEnds() {
        assertThat(Timelines.events(collar().at("03:00")
                        .activity(1)
                        .readings(3)
                        .at("03:20")
                        .activity(2)
                        .readings(3)
                        .at("06:00")
                        .readings(2)))
                .containsExactly("Walking 03:00–03:20 x3", "Running 03:20–03:22 x3", "Running 06:00–06:01 x2");
    }

    @Test
    void absorbsABlipOfFiveMinutes() {
        assertThat(Timelines.events(blip("03:05", 1, 2, 1))).containsExactly("Walking 02:59–03:06 x5");
        assertThat(Timelines.events(blip("03:05", 1, 0, 1))).containsExactly("Walking 02:59–03:06 x5");
        assertThat(Timelines.events(blip("03:05", 2, 1, 2))).containsExactly("Running 02:59–03:06 x5");
        assertThat(Timelines.events(blip("03:05", 0, 1, 0))).containsExactly("Resting 02:59–03:06 x5");
    }

    @Test
    void keepsABoutThatIsAMillisecondTooLongForABlip() {
        assertThat(Timelines.events(blip("03:05:00.001", 1, 2, 1)))
                .containsExactly(
                        "Walking 02:59–03:02 x2",
                        "Running 03:02–03:05:00.001 x1",
                        "Walking 03:05:00.001–03:06:00.001 x2");
    }

    @Test
    void keepsAShortBoutTwoLevelsAway() {
        assertThat(Timelines.events(blip("03:03", 0, 2, 0)))
                .containsExactly("Resting 02:59–03:02 x2", "Running 03:02–03:03 x1", "Resting 03:03–03:04 x2");
        assertThat(Timelines.events(blip("03:03", 2, 0, 2)))
                .containsExactly("Running 02:59–03:02 x2", "Resting 03:02–03:03 x1", "Running 03:03–03:04 x2");
    }

    @Test
    void keepsAShortBoutBetweenUnequalNeighbors() {
        assertThat(Timelines.events(blip("03:03", 0, 1, 2)))
                .containsExactly("Resting 02:59–03:02 x2", "Walking 03:02–03:03 x1", "Running 03:03–03:04 x2");
    }

    @Test
    void keepsAShortBoutAtTheEdgeOfASession() {
        assertThat(Timelines.events(collar().at("03:00")
                        .activity(1)
                        .reading()
                        .activity(0)
                        .readings(2)
                        .activity(1)
                        .reading()
                        .at("09:00")
                        .activity(1)
                        .reading()
                        .activity(0)
                        .reading()))
                .containsExactly("Walking 03:00–03:03 x4", "Walking 09:00–09:01 x1", "Resting 09:01–09:01 x1");
    }

    /** 1 0 1 0 1: the first 0 is absorbed, the 1 after it is kept, and the second 0 is absorbed too. */
    @Test
    void absorbsEveryOtherBoutFromLeftToRight() {
        assertThat(Timelines.events(alternating(1, 0, 1, 0, 1))).containsExactly("Walking 03:00–03:04 x5");
        assertThat(Timelines.events(alternating(1, 0, 1, 0)))
                .containsExactly("Walking 03:00–03:03 x3", "Resting 03:03–03:03 x1");
    }

    /** 0 1 2 1 2 1: the first 2 is a blip. The 1 after it is kept, although it is between two bouts of 2. */
    @Test
    void judgesNeighborsByTheirActivityBeforeAbsorbing() {
        assertThat(Timelines.events(alternating(0, 1, 2, 1, 2, 1)))
                .containsExactly("Resting 03:00–03:01 x1", "Walking 03:01–03:05 x5");
    }

    /** 1 2 1 0 1: the 2 is absorbed, the 1 after it isn't a blip, and the 0 is absorbed. */
    @Test
    void absorbsABlipAfterABoutThatWasNotAbsorbed() {
        assertThat(Timelines.events(alternating(1, 2, 1, 0, 1))).containsExactly("Walking 03:00–03:04 x5");
    }

    @Test
    void growsItsArraysForManyBouts() {
        CollarDayBuilder day = collar().every(Duration.ofSeconds(20));
        for (int i = 0; i < 2000; i++) {
            day.activity(i % 2 == 0 ? 0 : 2).reading();
        }

        CollarTimeline timeline = Timelines.timeline(day);

        assertThat(timeline.events()).hasSize(2000);
    }

    private static CollarDayBuilder blip(String next, int before, int within, int after) {
        return collar().at("02:59")
                .activity(before)
                .readings(2)
                .at("03:02")
                .activity(within)
                .reading()
                .at(next)
                .activity(after)
                .readings(2);
    }

    private static CollarDayBuilder alternating(int... activities) {
        CollarDayBuilder day = collar().at("03:00");
        for (int activity : activities) {
            day.activity(activity).reading();
        }
        return day;
    }
}
