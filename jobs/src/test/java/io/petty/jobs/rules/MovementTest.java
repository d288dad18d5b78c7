package io.petty.jobs.rules;

import static io.petty.jobs.rules.CollarDayBuilder.collar;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Event;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Step 11 of the rules with a reference rate of 80 bpm, and the radius and distance of events. */
class MovementTest {
    @Test
    void pacesWithSixLocatedReadingsNearTheirCentroid() {
        assertThat(behavior(walk(6, 600))).isEqualTo("Anxious Pacing");
        assertThat(behavior(walk(5, 600).nowhere().readings(5))).isEqualTo("Walking");
    }

    /**
     * At the equator, 605 millionths of a degree of latitude and 174 of longitude are a distance of 70,000.02 mm, which
     * rounds to 70 m.
     */
    @Test
    void pacesOnlyIfAllReadingsAreLessThanSeventyMetresAway() {
        assertThat(Haversine.millimetres(0, 0, 605, 174)).isEqualTo(70_000);
        assertThat(behavior(around(174))).isEqualTo("Walking");
        assertThat(behavior(around(173))).isEqualTo("Anxious Pacing");
    }

    @Test
    void pacesWithAHeartRateWithinBothBounds() {
        assertThat(paces(88)).isTrue();
        assertThat(paces(87.999)).isFalse();
        assertThat(paces(136)).isTrue();
        assertThat(paces(136.001)).isFalse();
    }

    @Test
    void walksIfOneReadingIsFarAway() {
        assertThat(behavior(walk(6, 600).location(0, 5_000).reading())).isEqualTo("Walking");
    }

    @Test
    void runsEvenIfAllReadingsAreNear() {
        assertThat(behavior(walk(0, 0).activity(2).location(0, 0).readings(6))).isEqualTo("Running");
    }

    @Test
    void treatsPlacesOnBothSidesOfTheAntimeridianAsNear() {
        Event event = event(collar().activity(1)
                .heartRate(90)
                .location(179_999_800, 0)
                .readings(3)
                .location(-179_999_800, 0)
                .readings(3));

        assertThat(event.behavior().label()).isEqualTo("Anxious Pacing");
        assertThat(event.radius()).isEqualTo(22.239);
        assertThat(event.distance()).isEqualTo(44.478);
    }

    /** 180° is the only longitude that can be written in two ways. */
    @Test
    void treatsBothLongitudesOfTheAntimeridianAsEqual() {
        Event event = event(collar().activity(1)
                .heartRate(90)
                .location(180_000_000, 0)
                .readings(3)
                .location(-180_000_000, 0)
                .readings(3));

        assertThat(event.radius()).isZero();
        assertThat(event.distance()).isZero();
    }

    @Test
    void measuresAtThePoles() {
        assertThat(Haversine.millimetres(90_000_000, 0, 90_000_000, 123_000_000))
                .isZero();
        assertThat(Haversine.millimetres(89_999_500, 0, 89_999_500, 180_000_000))
                .isEqualTo(111_195);
        assertThat(Haversine.millimetres(90_000_000, 0, -90_000_000, 0)).isEqualTo(20_015_114_442L);
    }

    @Test
    void measuresBetweenOppositeEndsOfTheEarth() {
        assertThat(Haversine.millimetres(0, 0, 0, 180_000_000)).isEqualTo(20_015_114_442L);
        assertThat(Haversine.millimetres(12_345_678, -90_000_000, -12_345_678, 90_000_000))
                .isEqualTo(20_015_114_442L);
    }

    @Test
    void agreesWithThePlainFormula() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            int latitude = random.nextInt(178_000_001) - 89_000_000;
            int longitude = random.nextInt(360_000_001) - 180_000_000;
            int reach = 1 << random.nextInt(20);
            int latitude2 = latitude + random.nextInt(2 * reach) - reach;
            int longitude2 = longitude + random.nextInt(2 * reach) - reach;
            double plain = plainMillimetres(latitude, longitude, latitude2, longitude2);
            assertThat((double) Haversine.millimetres(latitude, longitude, latitude2, longitude2))
                    .isBetween(plain - 0.50005, plain + 0.50005);
        }
    }

    @Test
    void measuresThePathAcrossReadingsWithoutALocation() {
        Event event = event(collar().activity(1)
                .location(0, 0)
                .reading()
                .location(0, 1_000)
                .reading()
                .nowhere()
                .readings(2)
                .location(0, 2_000)
                .reading());

        assertThat(event.distance()).isEqualTo(222.39);
    }

    @Test
    void hasNoRadiusWithoutALocationAndNoDistanceWithFewerThanTwo() {
        Event nowhere = event(collar().activity(1).readings(3));
        assertThat(nowhere.radius()).isNull();
        assertThat(nowhere.distance()).isNull();

        Event once = event(collar().activity(1)
                .reading()
                .location(0, 0)
                .reading()
                .nowhere()
                .reading());
        assertThat(once.radius()).isZero();
        assertThat(once.distance()).isNull();
    }

    @Test
    void sumsThePathAlongTheLocatedReadingsOfEachEvent() {
        CollarTimeline timeline = Timelines.timeline(collar().activity(1)
                .location(0, 0)
                .reading()
                .nowhere()
                .reading()
                .location(0, 1_000)
                .reading()
                .location(0, 0)
                .reading()
                .activity(2)
                .location(0, 9_000)
                .readings(2));

        assertThat(timeline.events()).extracting(Event::distance).containsExactly(222.39, 0.0);
        assertThat(timeline.summary().distance()).isEqualTo(222.39);
    }

    private static boolean paces(double heartRate) {
        return behavior(collar().activity(1).heartRate(heartRate).location(0, 0).readings(6))
                .equals("Anxious Pacing");
    }

    private static CollarDayBuilder walk(int located, int latitude) {
        CollarDayBuilder day = collar().activity(1).heartRate(90);
        for (int i = 0; i < located; i++) {
            day.location(0, i % 2 == 0 ? latitude : 0).reading();
        }
        return day;
    }

    private static CollarDayBuilder around(int longitude) {
        return collar().activity(1)
                .heartRate(90)
                .location(longitude, 605)
                .readings(3)
                .location(-longitude, -605)
                .readings(3);
    }

    private static String behavior(CollarDayBuilder day) {
        return event(day).behavior().label();
    }

    private static Event event(CollarDayBuilder day) {
        return Timelines.timeline(day, 80).events().get(0);
    }

    private static double plainMillimetres(int latitude1, int longitude1, int latitude2, int longitude2) {
        double phi1 = Math.toRadians(latitude1 / 1e6);
        double phi2 = Math.toRadians(latitude2 / 1e6);
        double a = Math.pow(Math.sin((phi2 - phi1) / 2), 2)
                + Math.cos(phi1)
                        * Math.cos(phi2)
                        * Math.pow(Math.sin(Math.toRadians((longitude2 - longitude1) / 1e6) / 2), 2);
        return 2 * 6_371_008_800.0 * Math.asin(Math.sqrt(a));
    }
}
