package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Step 10 of the rules. The calms have a heart rate of 70 bpm, so this is the reference rate: 125 % of it is 87.5 bpm,
 * and 300 % is 210 bpm. One millionth of a degree of latitude is 111.195 mm.
 */
class FetchGamesTest {
    private static final int FAR = 1_000;

    @Test
    void includesAllSegmentsUpToTheLastCalm() {
        CollarTimeline timeline =
                Timelines.timeline(new Game("03:00").run().calm().run().calm().day);

        assertThat(Timelines.events(timeline))
                .containsExactly("Playing Fetch 03:00–03:06 x6", "Resting 03:06–03:07 x2");
        assertThat(timeline.events().get(0).fetchCycles()).isEqualTo(2);
        assertThat(timeline.events().get(1).fetchCycles()).isNull();
        assertThat(timeline.events().get(0).distance()).isEqualTo(222.39);
    }

    @Test
    void oneCycleIsNoGame() {
        assertThat(Timelines.events(new Game("03:00").run().calm().day))
                .containsExactly("Running 03:00–03:02 x2", "Resting 03:02–03:03 x2");
    }

    @Test
    void aCycleMayContainAWalkBetweenRunAndCalm() {
        assertThat(Timelines.events(new Game("03:00").run().calm().run().walk().calm().day))
                .containsExactly("Playing Fetch 03:00–03:08 x8", "Resting 03:08–03:09 x2");
    }

    @Test
    void aRunThatIsFollowedByAnotherRunIsNoCycle() {
        // A walk of more than 5 minutes between two runs isn't a blip.
        Game game = new Game("03:00").run().calm().run().walk();
        game.day.at("03:14");
        assertThat(Timelines.behaviors(Timelines.timeline(game.run().calm().day)))
                .containsExactly("Playing Fetch", "Resting");
        assertThat(Timelines.timeline(game.day).events().get(0).fetchCycles()).isEqualTo(2);
    }

    /**
     * At the equator, 899 millionths of a degree of latitude and 24 of longitude are a distance of 99,999.99 mm, which
     * rounds to 100 m. With 25 of longitude, it is 100.003 m.
     */
    @Test
    void requiresADistanceOfMoreThanAHundredMetres() {
        assertThat(Haversine.millimetres(0, 0, 899, 24)).isEqualTo(100_000);
        assertThat(Timelines.behaviors(Timelines.timeline(
                        new Game("03:00").by(24, 899).run().calm().run().calm().day)))
                .doesNotContain("Playing Fetch");
        assertThat(Timelines.behaviors(Timelines.timeline(
                        new Game("03:00").by(25, 899).run().calm().run().calm().day)))
                .contains("Playing Fetch");
    }

    @Test
    void needsLocationsAtTheEndOfTheRunAndTheStartOfTheCalm() {
        Game game = new Game("03:00").run().calm();
        game.day.activity(2).heartRate(120).location(0, 0).reading().nowhere().reading();
        assertThat(Timelines.behaviors(Timelines.timeline(game.calm().day))).doesNotContain("Playing Fetch");
    }

    @Test
    void chainsCyclesThatStartWithinAQuarterOfAnHour() {
        Game game = new Game("03:00").run().calm();
        game.day.at("03:17");
        assertThat(Timelines.events(game.run().calm().day))
                .containsExactly("Playing Fetch 03:00–03:19 x6", "Resting 03:19–03:20 x2");
    }

    @Test
    void breaksTheChainIfACycleStartsAMillisecondLater() {
        Game game = new Game("03:00").run().calm();
        game.day.at("03:17:00.001");
        assertThat(Timelines.behaviors(Timelines.timeline(game.run().calm().day)))
                .containsExactly("Running", "Resting", "Running", "Resting");
    }

    @Test
    void aGameMayFollowAnotherGame() {
        Game game = new Game("03:00").run().calm().run().calm();
        game.day.at("03:27");
        assertThat(Timelines.events(game.run().calm().run().calm().day))
                .containsExactly(
                        "Playing Fetch 03:00–03:06 x6",
                        "Resting 03:06–03:27 x2",
                        "Playing Fetch 03:27–03:33 x6",
                        "Resting 03:33–03:34 x2");
    }

    @Test
    void aRunThatIsNoCycleDoesNotBreakTheChain() {
        Game game = new Game("03:00").run().calm();
        game.by(0, 10).run().calm().by(0, FAR).run().calm();
        CollarTimeline timeline = Timelines.timeline(game.day);
        assertThat(Timelines.events(timeline))
                .containsExactly("Playing Fetch 03:00–03:10 x10", "Resting 03:10–03:11 x2");
        assertThat(timeline.events().get(0).fetchCycles()).isEqualTo(2);
    }

    @Test
    void comparesTheMeanHeartRateOfItsRunsWithTheReferenceRate() {
        assertThat(isGame(87.5, 87.5)).isTrue();
        assertThat(isGame(210, 210)).isTrue();
        assertThat(isGame(87.499, 87.5)).isFalse();
        assertThat(isGame(210, 210.001)).isFalse();
        assertThat(isGame(60, 115)).isTrue();
    }

    @Test
    void ignoresRunsWithoutAHeartRateInTheMean() {
        Game game = new Game("03:00").heartRate(120).run().calm();
        game.day.activity(2).noHeartRate().location(0, 0).readings(2);
        assertThat(Timelines.behaviors(Timelines.timeline(game.calm().day))).contains("Playing Fetch");
    }

    @Test
    void needsAHeartRateOfItsRunsAndAReferenceRate() {
        Game withoutRuns = new Game("03:00");
        Game withoutReference = new Game("03:00");
        for (int i = 0; i < 2; i++) {
            withoutRuns.day.activity(2).noHeartRate().location(0, 0).readings(2);
            withoutRuns.calm();
            withoutReference.run();
            withoutReference.day.activity(0).noHeartRate().location(0, FAR).readings(2);
        }
        assertThat(Timelines.behaviors(Timelines.timeline(withoutRuns.day))).doesNotContain("Playing Fetch");
        assertThat(Timelines.behaviors(Timelines.timeline(withoutReference.day)))
                .doesNotContain("Playing Fetch");
        assertThat(Timelines.behaviors(Timelines.timeline(withoutReference.day, 70)))
                .contains("Playing Fetch");
    }

    @Test
    void ignoresWalksInTheMean() {
        Game game =
                new Game("03:00").heartRate(87.499).run().calm().run().walk().calm();
        assertThat(Timelines.behaviors(Timelines.timeline(game.day))).doesNotContain("Playing Fetch");
    }

    @Test
    void includesRunsThatAreNoCycleInTheMean() {
        Game game = new Game("03:00").heartRate(200).run().calm();
        game.by(0, 10)
                .heartRate(231)
                .run()
                .calm()
                .by(0, FAR)
                .heartRate(200)
                .run()
                .calm();
        assertThat(Timelines.behaviors(Timelines.timeline(game.day))).doesNotContain("Playing Fetch");
    }

    @Test
    void aPartOfAFailedChainIsNoGame() {
        Game game =
                new Game("03:00").run().calm().run().calm().heartRate(400).run().calm();
        assertThat(Timelines.behaviors(Timelines.timeline(game.day))).doesNotContain("Playing Fetch");
    }

    @Test
    void doesNotChainCyclesAcrossSessions() {
        assertThat(withinTwoHours(cyclesWithoutReadingsUntil("03:33"))).containsExactly("Playing Fetch", "Resting");
        assertThat(withinTwoHours(cyclesWithoutReadingsUntil("03:33:00.001")))
                .containsExactly("Running", "Resting", "Running", "Resting");
    }

    private static CollarDayBuilder cyclesWithoutReadingsUntil(String time) {
        Game game = new Game("03:00").run().calm();
        game.day.at(time);
        return game.run().calm().day;
    }

    @Test
    void doesNotChainCyclesAcrossASleep() {
        assertThat(withinTwoHours(cyclesAroundRestAt(70))).containsExactly("Playing Fetch", "Resting");
        assertThat(withinTwoHours(cyclesAroundRestAt(55)))
                .containsExactly("Running", "Resting", "Deep Sleep", "Resting", "Running", "Resting");
    }

    private static CollarDayBuilder cyclesAroundRestAt(double heartRate) {
        Game game = new Game("03:00").run().calm();
        game.day.heartRate(heartRate).readings(80);
        return game.run().calm().day;
    }

    /** Returns the behaviors of a day if the cycles of a game may start up to two hours apart. */
    private static List<String> withinTwoHours(CollarDayBuilder day) {
        TimelineRules.Fetch fetch = TimelineRules.DEFAULTS.fetch();
        TimelineRules rules = TimelineRulesTest.with(
                new TimelineRules.Fetch(fetch.distance(), Duration.ofHours(2), fetch.cycles(), fetch.heartRate()));
        return Timelines.behaviors(new CollarTimelines(rules).compute(day.build(), Timelines.baseline(70)));
    }

    @Test
    void measuresDistancesAcrossTheAntimeridian() {
        // At the equator, 899 millionths of a degree are 99.964 m, and 900 are 100.076 m.
        assertThat(Timelines.behaviors(Timelines.timeline(acrossTheAntimeridian(899))))
                .doesNotContain("Playing Fetch");
        assertThat(Timelines.behaviors(Timelines.timeline(acrossTheAntimeridian(900))))
                .contains("Playing Fetch");
    }

    private static CollarDayBuilder acrossTheAntimeridian(int millionths) {
        CollarDayBuilder day = collar().at("03:00");
        for (int i = 0; i < 2; i++) {
            day.activity(2).heartRate(120).location(179_999_900, 0).readings(2);
            day.activity(0).heartRate(60).location(-180_000_100 + millionths, 0).readings(2);
        }
        return day;
    }

    private static boolean isGame(double firstHeartRate, double secondHeartRate) {
        Game game = new Game("03:00").heartRate(firstHeartRate).run().calm();
        game.heartRate(secondHeartRate).run().calm();
        return Timelines.behaviors(Timelines.timeline(game.day)).contains("Playing Fetch");
    }

    /**
     * Builds runs, walks and calms. Each has two readings, which are a minute apart. By default, runs and walks are at
     * the origin, and calms are about 111 m from it.
     */
    private static final class Game {
        private final CollarDayBuilder day;
        private double heartRate = 120;
        private int longitude;
        private int latitude = FAR;

        private Game(String start) {
            day = collar().at(start).every(Duration.ofMinutes(1));
        }

        private Game by(int longitude, int latitude) {
            this.longitude = longitude;
            this.latitude = latitude;
            return this;
        }

        private Game heartRate(double beatsPerMinute) {
            heartRate = beatsPerMinute;
            return this;
        }

        private Game run() {
            day.activity(2).heartRate(heartRate).location(0, 0).readings(2);
            return this;
        }

        private Game walk() {
            day.activity(1).heartRate(90).location(0, 0).readings(2);
            return this;
        }

        private Game calm() {
            day.activity(0).heartRate(70).location(longitude, latitude).readings(2);
            return this;
        }
    }
}
