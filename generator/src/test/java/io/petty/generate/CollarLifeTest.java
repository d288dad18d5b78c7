package io.petty.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CollarLifeTest {
    private static final long DAY = 86_400_000;
    private static final long START = 20_777 * DAY;

    private record Measured(
            PetState state, int span, long time, double beats, int activity, boolean located, double lon, double lat) {

        double metresTo(Measured other) {
            double east = (other.lon - lon) * 111_195 * Math.cos(Math.toRadians(lat));
            return Math.hypot(east, (other.lat - lat) * 111_195);
        }
    }

    private static List<Measured> days(int number, int days) {
        Pet pet = Pet.of(7, number, GenerateSettings.defaults());
        CollarLife life = new CollarLife(7, pet, GenerateSettings.defaults(), START);
        List<Measured> measured = new ArrayList<>();
        for (; life.time() < START + days * DAY; life.advance()) {
            long localDay = CollarLife.localDayOf(pet, life.time());
            DayPlan plan = DayPlan.of(7, pet, localDay);
            int span = 0;
            while (CollarLife.beginningOf(pet, localDay) + plan.start(span + 1) * 1000L <= life.time()) {
                span++;
            }
            measured.add(new Measured(
                    plan.state(span),
                    span,
                    life.time(),
                    life.heartRate() / 1000.0,
                    life.activity(),
                    life.located(),
                    life.longitude() / 1e6,
                    life.latitude() / 1e6));
        }
        return measured;
    }

    /** Readings of several pets and days, by state. */
    private static final Map<PetState, List<Measured>> BY_STATE = IntStream.range(0, 6)
            .boxed()
            .flatMap(number -> days(number, 8).stream())
            .collect(Collectors.groupingBy(Measured::state));

    private static double meanBeats(PetState state) {
        return BY_STATE.getOrDefault(state, List.of()).stream()
                .mapToDouble(Measured::beats)
                .average()
                .orElseThrow();
    }

    @Test
    void givesEachStateItsHeartRate() {
        assertThat(meanBeats(PetState.SLEEP)).isBetween(45.0, 60.0);
        assertThat(meanBeats(PetState.REST)).isBetween(70.0, 85.0);
        assertThat(meanBeats(PetState.PACING)).isBetween(80.0, 105.0);
        assertThat(meanBeats(PetState.FETCH_RUN)).isBetween(100.0, 150.0);
        assertThat(meanBeats(PetState.ALERT)).isGreaterThan(1.5 * 65);
    }

    @Test
    void readingsAreAtLeastASecondApart() {
        List<Measured> measured = days(3, 5);
        for (int i = 1; i < measured.size(); i++) {
            assertThat(measured.get(i).time() - measured.get(i - 1).time()).isGreaterThanOrEqualTo(1000);
        }
    }

    @Test
    void runsOverAHundredMetresForTheBall() {
        int throwsSeen = 0;
        for (int number = 0; number < 4; number++) {
            List<Measured> measured = days(number, 6);
            for (int i = 1; i < measured.size(); i++) {
                Measured far = measured.get(i - 1);
                Measured back = measured.get(i);
                if (far.state() == PetState.FETCH_RUN && back.state() == PetState.FETCH_STOP) {
                    assertThat(far.activity()).isEqualTo(2);
                    assertThat(back.activity()).isZero();
                    if (far.located() && back.located()) {
                        assertThat(far.metresTo(back)).isBetween(100.0, 180.0);
                        throwsSeen++;
                    }
                }
            }
        }
        assertThat(throwsSeen).isGreaterThan(20);
    }

    @Test
    void pacesInASmallRoom() {
        List<Measured> measured = days(4, 20);
        int pairs = 0;
        for (int i = 1; i < measured.size(); i++) {
            Measured one = measured.get(i - 1);
            Measured next = measured.get(i);
            boolean pacing = one.state() == PetState.PACING && next.state() == PetState.PACING;
            if (pacing && one.located() && next.located()) {
                assertThat(one.metresTo(next)).isLessThan(70);
                assertThat(next.beats()).isBetween(70.0, 120.0);
                pairs++;
            }
        }
        assertThat(pairs).isGreaterThan(20);
    }

    @Test
    void staysCloseToHomeOnAWalk() {
        List<Measured> measured = days(2, 6);
        Pet pet = Pet.of(7, 2, GenerateSettings.defaults());
        Measured home = new Measured(PetState.REST, 0, 0, 70, 0, true, pet.homeLongitude(), pet.homeLatitude());
        assertThat(measured.stream().filter(Measured::located)).allMatch(one -> home.metresTo(one) < 2500);
        assertThat(measured.stream().filter(one -> one.state() == PetState.WALK && one.located()))
                .anyMatch(one -> home.metresTo(one) > 100);
    }

    @Test
    void hasNoLocationPartOfTheTime() {
        List<Measured> measured = days(1, 8);
        long located = measured.stream().filter(Measured::located).count();
        assertThat(located / (double) measured.size()).isBetween(0.3, 0.9);
    }

    @Test
    void canLiveOnTheAntimeridianAndInTheFarNorth() {
        List<Measured> fiji = days(7, 4).stream().filter(Measured::located).toList();
        assertThat(fiji).allMatch(one -> Math.abs(one.lon()) > 179.9 && one.lon() < 180 && one.lon() >= -180);
        assertThat(days(47, 4)).anyMatch(one -> one.located() && Math.abs(one.lon()) > 179.9);
        assertThat(days(23, 2).stream().filter(Measured::located)).allMatch(one -> one.lat() > 78);
    }
}
