package io.petty.systemtests.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RandomCollarDaysTest {

    @Test
    void makesTheSameCollarsFromTheSameSeed() {
        RandomCollarDays first = new RandomCollarDays(7);
        RandomCollarDays second = new RandomCollarDays(7);

        for (int i = 0; i < 30; i++) {
            assertThat(second.next()).isEqualTo(first.next());
        }
    }

    @Test
    void reachesEveryBehaviorFlagAndEdge() {
        RandomCollarDays collars = new RandomCollarDays(1);
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < 800; i++) {
            RandomCollarDays.Collar collar = collars.next();
            for (Map.Entry<LocalDate, List<ReferenceReading>> day :
                    collar.days().entrySet()) {
                lookAtReadings(day.getKey(), day.getValue(), seen);
            }
            ReferenceTimeline.ofCollar(collar.days()).values().forEach(timeline -> lookAtTimeline(timeline, seen));
        }

        Set<String> wanted = new TreeSet<>(List.of(
                "Deep Sleep", "Resting", "Alert", "Walking", "Running", "Anxious Pacing", "Playing Fetch", "Unknown"));
        wanted.addAll(List.of("high_resting_heart_rate", "prolonged_inactivity"));
        wanted.addAll(List.of("mean is 1.5 baselines", "first millisecond", "last millisecond", "one reading"));
        wanted.addAll(List.of("gap of 30 min", "gap above 30 min", "blip of 5 min", "blip above 5 min"));
        wanted.addAll(List.of("throw of 100 m", "throw above 100 m", "radius below 70 m", "radius of 70 m"));
        wanted.addAll(List.of("antimeridian", "pole", "three cycles", "game mean 80", "game mean 160"));
        wanted.addAll(List.of("pacing mean 70", "pacing mean 110", "sleep mean 40", "sleep mean 65"));
        wanted.addAll(
                List.of("deviation of 3", "sleep deviation above 2.9985", "15 min after L", "above 15 min after L"));
        assertThat(seen).containsKeys(wanted.toArray(String[]::new));
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(3));
    }

    private static void lookAtReadings(LocalDate day, List<ReferenceReading> readings, Map<String, Integer> seen) {
        long midnight = day.toEpochDay() * 86_400_000L;
        count(seen, "one reading", readings.size() == 1);
        count(seen, "first millisecond", readings.get(0).time() == midnight);
        count(seen, "last millisecond", readings.get(readings.size() - 1).time() == midnight + 86_399_999L);
        for (int i = 1; i < readings.size(); i++) {
            long gap = readings.get(i).time() - readings.get(i - 1).time();
            assertThat(gap).isPositive();
            count(seen, "gap of 30 min", gap == 1_800_000);
            count(seen, "gap above 30 min", gap == 1_800_001);
            ReferencePlace place = readings.get(i).place();
            count(seen, "antimeridian", place != null && Math.abs(place.lon()) > 179_999_900);
            count(seen, "pole", place != null && Math.abs(place.lat()) > 89_999_990);
        }
        for (List<ReferenceReading> session : ReferenceRules.sessions(readings)) {
            lookAtSession(session, seen);
        }
    }

    private static void lookAtSession(List<ReferenceReading> session, Map<String, Integer> seen) {
        List<ReferenceRules.Run> bouts = ReferenceRules.bouts(session);
        for (int i = 1; i + 1 < bouts.size(); i++) {
            long around =
                    bouts.get(i + 1).first().time() - bouts.get(i - 1).last().time();
            count(seen, "blip of 5 min", around == 300_000);
            count(seen, "blip above 5 min", around == 300_001);
        }
        List<ReferenceRules.Run> segments = ReferenceRules.segments(ReferenceRules.withBlipsAbsorbed(bouts));
        for (int i = 0; i + 1 < segments.size(); i++) {
            ReferencePlace from = segments.get(i).last().place();
            ReferencePlace to = segments.get(i + 1).first().place();
            if (segments.get(i).activity() == 2 && from != null && to != null) {
                count(seen, "throw of 100 m", Distances.between(from, to) == 100_000);
                count(seen, "throw above 100 m", Distances.between(from, to) == 100_001);
            }
        }
        List<ReferenceRules.Cycle> cycles = ReferenceRules.fetchCycles(segments);
        for (int i = 1; i < cycles.size(); i++) {
            long between = segments.get(cycles.get(i).high()).first().time()
                    - segments.get(cycles.get(i - 1).low()).first().time();
            count(seen, "15 min after L", between == 900_000);
            count(seen, "above 15 min after L", between == 900_001);
        }
        for (ReferenceRules.Game game : ReferenceRules.games(segments)) {
            List<ReferenceReading> high = new ArrayList<>();
            segments.subList(game.from(), game.until()).stream()
                    .filter(segment -> segment.activity() == 2)
                    .forEach(segment -> high.addAll(segment.readings()));
            count(seen, "game mean 80", isMean(high, 80_000));
            count(seen, "game mean 160", isMean(high, 160_000));
        }
    }

    private static boolean isMean(List<ReferenceReading> readings, int mean) {
        return HeartRates.mean(readings).compare(Fraction.of(mean)) == 0;
    }

    private static void lookAtTimeline(ReferenceTimeline timeline, Map<String, Integer> seen) {
        for (ReferenceEvent event : timeline.events()) {
            String behavior = event.behavior();
            count(seen, behavior, true);
            Double baseline = event.baseline();
            boolean atBaseline = baseline != null && event.hrMean() == 1.5 * baseline && event.readings() >= 4;
            count(seen, "mean is 1.5 baselines", atBaseline);
            count(seen, "three cycles", event.fetchCycles() != null && event.fetchCycles() >= 3);
            Double radius = event.radius();
            count(seen, "radius below 70 m", radius != null && radius > 69.99 && radius < 70);
            count(seen, "radius of 70 m", radius != null && radius == 70);
            count(seen, "pacing mean 70", behavior.equals("Anxious Pacing") && event.hrMean() == 70);
            count(seen, "pacing mean 110", behavior.equals("Anxious Pacing") && event.hrMean() == 110);
            count(seen, "sleep mean 40", behavior.equals("Deep Sleep") && event.hrMean() == 40);
            count(seen, "sleep mean 65", behavior.equals("Deep Sleep") && event.hrMean() == 65);
            count(seen, "deviation of 3", behavior.equals("Resting") && event.hrStd() == 3);
            boolean nearlyThree = behavior.equals("Deep Sleep") && event.hrStd() > 2.9985;
            count(seen, "sleep deviation above 2.9985", nearlyThree);
        }
        timeline.summary().flags().forEach(flag -> count(seen, flag, true));
    }

    private static void count(Map<String, Integer> seen, String what, boolean is) {
        if (is) {
            seen.merge(what, 1, Integer::sum);
        }
    }

    @Test
    void spansBaselinesOfAllLengths() {
        RandomCollarDays collars = new RandomCollarDays(2);
        Set<Integer> lengths = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            SortedMap<LocalDate, List<ReferenceReading>> days = collars.next().days();
            lengths.add(days.size());
        }
        assertThat(lengths).contains(1, 3, 4, 14, 15, 16, 17, 18);
    }
}
