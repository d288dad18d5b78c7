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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RandomCollarDaysTest {

    /** How often each case must occur among the collars. */
    private static final int OFTEN_ENOUGH = 3;

    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void generatesTheSameCollarsFromTheSameSeed() {
        RandomCollarDays first = new RandomCollarDays(7);
        RandomCollarDays second = new RandomCollarDays(7);

        for (int i = 0; i < 30; i++) {
            assertThat(second.next()).isEqualTo(first.next());
        }
    }

    @Test
    void reachesEveryBehaviorFlagAndEdge() {
        for (long seed = 1; seed <= 2; seed++) {
            RandomCollarDays collars = new RandomCollarDays(seed);
            for (int i = 0; i < 600; i++) {
                look(collars.next());
            }
        }

        Set<String> wanted = new TreeSet<>(List.of(
                "Deep Sleep 0.94", "Deep Sleep 0.7", "Resting", "Alert", "Walking", "Running", "Anxious Pacing"));
        wanted.addAll(List.of("Playing Fetch", "Unknown", "high_resting_heart_rate", "prolonged_inactivity"));
        // Sessions and readings.
        wanted.addAll(List.of("first millisecond", "last millisecond", "one reading", "antimeridian", "pole"));
        wanted.addAll(List.of("gap of 30 min", "gap above 30 min", "day without a heart rate", "day of missing rates"));
        wanted.addAll(List.of("event without a heart rate", "event with missing heart rates"));
        // Reference rates.
        wanted.addAll(List.of("239 minutes and a baseline", "240 minutes and a baseline", "R is the baseline"));
        wanted.addAll(List.of("R is the resting rate", "R is the resting rate despite a baseline", "no R"));
        // Sleep.
        wanted.addAll(List.of("half restless minute", "a tenth restless", "barely not quiet", "stretch cut back"));
        wanted.addAll(List.of("stretch gap 10", "stretch gap 11", "sleep gap 20", "sleep gap 21", "3 heart rates"));
        wanted.addAll(List.of("4 heart rates", "joined sleep", "missing minute"));
        wanted.addAll(List.of("length 10", "length 9", "day's first 5", "after the first 5", "day's last 5"));
        wanted.addAll(List.of("before the last 5", "sleep by credit", "piece of one reading", "sleep through a walk"));
        for (ReferenceSleeps.Tier tier : ReferenceSleeps.TIERS) {
            wanted.add("sleep of " + tier + " alone");
            wanted.add("length of " + tier);
            wanted.add("below length of " + tier);
            wanted.add("mean of " + tier);
            wanted.add("above mean of " + tier);
        }
        wanted.addAll(List.of("sure at length 180", "likely at length 179", "sure at 90 %", "likely above 90 %"));
        wanted.add("sure by joining");
        // Blips, games, pacing and alerts.
        wanted.addAll(List.of("blip of 5 min", "blip above 5 min", "blip kept after a blip"));
        wanted.addAll(List.of("throw of 100 m", "throw above 100 m", "15 min after L", "above 15 min after L"));
        wanted.addAll(List.of("three cycles", "run of no cycle in a game", "chain that is no game", "one cycle"));
        wanted.addAll(List.of("game at 125 %", "game at 300 %", "chain below 125 %", "chain above 300 %"));
        wanted.addAll(List.of("pacing at 110 %", "pacing at 170 %", "walk below 110 %", "walk above 170 %"));
        wanted.addAll(List.of("radius below 70 m", "radius of 70 m", "5 places", "6 places"));
        wanted.addAll(List.of("rest at 150 %", "alert at 4 heart rates", "rest at 3 heart rates above 150 %"));
        assertThat(seen).containsKeys(wanted.toArray(String[]::new));
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(OFTEN_ENOUGH));
    }

    private void look(RandomCollarDays.Collar collar) {
        SortedMap<LocalDate, Integer> restingRates = new TreeMap<>();
        ReferenceTimeline.ofCollar(collar.days()).forEach((day, timeline) -> {
            List<ReferenceReading> readings = collar.days().getOrDefault(day, List.of());
            Integer baseline = ReferenceRates.baseline(day, restingRates);
            Integer reference = ReferenceRates.referenceRate(readings, baseline);
            if (timeline.restingRate() != null) {
                restingRates.put(day, timeline.restingRate());
            }
            lookAtReadings(day, readings);
            lookAtRates(readings, baseline, timeline.restingRate());
            for (List<ReferenceReading> session : ReferenceRules.sessions(readings)) {
                if (session.size() > 1) {
                    lookAtMinutes(session);
                    lookAtSleeps(day, session, reference);
                    lookAtPieces(day, session, new ReferenceRates.Rates(baseline, reference));
                }
            }
            timeline.events().forEach(this::lookAtEvent);
            timeline.summary().flags().forEach(flag -> count(flag, true));
        });
    }

    private void lookAtReadings(LocalDate day, List<ReferenceReading> readings) {
        long midnight = day.toEpochDay() * 86_400_000L;
        count("one reading", readings.size() == 1);
        count("first millisecond", readings.get(0).time() == midnight);
        count("last millisecond", readings.get(readings.size() - 1).time() == midnight + 86_399_999L);
        int measured = ReferenceHeartRates.measured(readings).size();
        count("day without a heart rate", measured == 0);
        count("day of missing rates", measured > 0 && measured < readings.size());
        for (int i = 1; i < readings.size(); i++) {
            long gap = readings.get(i).time() - readings.get(i - 1).time();
            assertThat(gap).isPositive();
            count("gap of 30 min", gap == 1_800_000);
            count("gap above 30 min", gap == 1_800_001);
            ReferencePlace place = readings.get(i).place();
            count("antimeridian", place != null && Math.abs(place.lon()) > 179_999_900);
            count("pole", place != null && Math.abs(place.lat()) > 89_999_990);
        }
    }

    private void lookAtRates(
            List<ReferenceReading> readings, @Nullable Integer baseline, @Nullable Integer restingRate) {
        long minutes = ReferenceRates.minutesAtRest(readings);
        boolean differs = baseline != null && !baseline.equals(restingRate);
        count("239 minutes and a baseline", differs && minutes == 239);
        count("240 minutes and a baseline", differs && minutes == 240);
        count("R is the baseline", differs && minutes < 240);
        count("R is the resting rate despite a baseline", differs && minutes >= 240);
        count("R is the resting rate", baseline == null && restingRate != null);
        count("no R", baseline == null && restingRate == null);
    }

    private void lookAtMinutes(List<ReferenceReading> session) {
        List<ReferenceSleeps.Minute> minutes = ReferenceSleeps.minutes(session);
        Set<Long> quiet = ReferenceSleeps.quiet(minutes);
        List<Boolean> restlessness =
                minutes.stream().map(ReferenceSleeps.Minute::isRestless).toList();
        for (int i = 0; i < minutes.size(); i++) {
            ReferenceSleeps.Minute minute = minutes.get(i);
            int around = 0;
            int restless = 0;
            for (int j = Math.max(0, i - 10); j < Math.min(i + 11, minutes.size()); j++) {
                boolean near = Math.abs(minutes.get(j).number() - minute.number()) <= 10;
                around += near ? 1 : 0;
                restless += near && restlessness.get(j) ? 1 : 0;
            }
            int active = minute.readings().size()
                    - ReferenceRates.atRest(minute.readings()).size();
            count("half restless minute", 2 * active == minute.readings().size());
            count("a tenth restless", restless > 0 && restless * 10 == around);
            count("barely not quiet", restless * 10 > around && (restless - 1) * 10 <= around);
        }
        for (int i = 1; i < minutes.size(); i++) {
            count("missing minute", minutes.get(i).number() > minutes.get(i - 1).number() + 1);
            boolean edge =
                    restlessness.get(i - 1) && quiet.contains(minutes.get(i - 1).number());
            count("stretch cut back", edge && !quiet.contains(minutes.get(i).number()));
        }
        List<ReferenceSleeps.Span> runs = ReferenceSleeps.cutBack(minutes);
        for (int i = 1; i < runs.size(); i++) {
            countGap("stretch gap ", runs.get(i - 1), runs.get(i), 10);
        }
    }

    private void countGap(String what, ReferenceSleeps.Span before, ReferenceSleeps.Span next, int most) {
        long gap = next.first() - before.last() - 1;
        count(what + gap, gap == most || gap == most + 1);
    }

    private void lookAtSleeps(LocalDate day, List<ReferenceReading> session, @Nullable Integer reference) {
        List<ReferenceSleeps.Span> stretches = ReferenceSleeps.stretches(ReferenceSleeps.minutes(session));
        List<ReferenceSleeps.Span> judged = new ArrayList<>();
        for (ReferenceSleeps.Span stretch : stretches) {
            boolean sleep = ReferenceSleeps.isSleep(day, stretch, session, reference);
            if (sleep) {
                judged.add(stretch);
            }
            Fraction mean = ReferenceHeartRates.mean(ReferenceSleeps.atRest(stretch, session));
            if (reference != null && mean != null) {
                lookAtStretch(day, stretch, session, mean, reference, sleep);
            }
        }
        for (int i = 1; i < judged.size(); i++) {
            countGap("sleep gap ", judged.get(i - 1), judged.get(i), 20);
        }
        for (ReferenceSleeps.Span sleep : ReferenceSleeps.sleeps(day, session, reference)) {
            count("joined sleep", !judged.contains(sleep));
            count(
                    "sleep through a walk",
                    session.stream().anyMatch(reading -> sleep.contains(reading) && reading.activity() > 0));
            lookAtConfidence(sleep, judged, session, reference);
        }
    }

    private void lookAtStretch(
            LocalDate day,
            ReferenceSleeps.Span stretch,
            List<ReferenceReading> session,
            Fraction mean,
            int reference,
            boolean sleep) {
        long length = stretch.length();
        long credited = ReferenceSleeps.creditedLength(day, stretch);
        int measured = ReferenceHeartRates.measured(ReferenceSleeps.atRest(stretch, session))
                .size();
        boolean calm = mean.isAtMost(Fraction.percent(85, reference));
        count("3 heart rates", measured == 3 && credited >= 30 && length >= 10 && calm);
        count("4 heart rates", measured == 4 && sleep);
        count("length 9", length == 9 && credited >= 30 && measured >= 4 && calm);
        count("length 10", length == 10 && sleep);
        long first = stretch.first() - day.toEpochDay() * 1440;
        long last = stretch.last() - day.toEpochDay() * 1440;
        count("day's first 5", first == 4 && sleep);
        count("after the first 5", first == 5);
        count("day's last 5", last == 1435 && sleep);
        count("before the last 5", last == 1434);
        if (length < 10 || measured < 4) {
            return;
        }
        List<ReferenceSleeps.Tier> met = new ArrayList<>();
        boolean metWithoutCredit = false;
        for (ReferenceSleeps.Tier tier : ReferenceSleeps.TIERS) {
            int compared = mean.compare(Fraction.percent(tier.percent(), reference));
            boolean isLong = credited >= tier.creditedLength();
            if (isLong && compared <= 0) {
                met.add(tier);
            }
            metWithoutCredit |= length >= tier.creditedLength() && compared <= 0;
            count("length of " + tier, credited == tier.creditedLength() && compared <= 0);
            count("below length of " + tier, credited == tier.creditedLength() - 1 && compared <= 0 && !sleep);
            count("mean of " + tier, isLong && compared == 0);
            boolean barely = compared > 0
                    && mean.isAtMost(Fraction.percent(tier.percent(), reference).plus(Fraction.of(1)));
            count("above mean of " + tier, isLong && barely && !sleep);
        }
        if (met.size() == 1) {
            count("sleep of " + met.get(0) + " alone", true);
        }
        count("sleep by credit", sleep && !metWithoutCredit);
    }

    private void lookAtConfidence(
            ReferenceSleeps.Span sleep,
            List<ReferenceSleeps.Span> judged,
            List<ReferenceReading> session,
            @Nullable Integer reference) {
        Fraction mean = ReferenceHeartRates.mean(ReferenceSleeps.atRest(sleep, session));
        if (mean == null || reference == null) {
            throw new AssertionError("a sleep without a mean");
        }
        boolean sure = ReferenceSleeps.ruleConfidence(sleep, session, reference) == 0.94;
        int compared = mean.compare(Fraction.percent(90, reference));
        count("sure at length 180", sure && compared > 0 && sleep.length() == 180);
        count("likely at length 179", !sure && sleep.length() == 179);
        count("sure at 90 %", sure && compared == 0 && sleep.length() < 180);
        boolean barely = mean.isAtMost(Fraction.percent(90, reference).plus(Fraction.of(1)));
        count("likely above 90 %", !sure && compared > 0 && barely);
        boolean noneAlone = judged.stream()
                .filter(one -> one.first() >= sleep.first() && one.last() <= sleep.last())
                .noneMatch(one -> ReferenceSleeps.ruleConfidence(one, session, reference) == 0.94);
        count("sure by joining", sure && noneAlone);
    }

    private void lookAtPieces(LocalDate day, List<ReferenceReading> session, ReferenceRates.Rates rates) {
        List<ReferenceReading> piece = new ArrayList<>();
        List<ReferenceSleeps.Span> sleeps = ReferenceSleeps.sleeps(day, session, rates.reference());
        for (ReferenceReading reading : session) {
            if (sleeps.stream().noneMatch(sleep -> sleep.contains(reading))) {
                piece.add(reading);
            } else if (!piece.isEmpty()) {
                lookAtPiece(piece, rates);
                piece = new ArrayList<>();
            }
        }
        if (!piece.isEmpty()) {
            lookAtPiece(piece, rates);
        }
    }

    private void lookAtPiece(List<ReferenceReading> piece, ReferenceRates.Rates rates) {
        count("piece of one reading", piece.size() == 1);
        List<ReferenceRules.Run> bouts = ReferenceRules.bouts(piece);
        List<ReferenceRules.Run> absorbed = ReferenceRules.withBlipsAbsorbed(bouts);
        for (int i = 1; i + 1 < bouts.size(); i++) {
            long around =
                    bouts.get(i + 1).first().time() - bouts.get(i - 1).last().time();
            boolean between = bouts.get(i - 1).activity() == bouts.get(i + 1).activity()
                    && Math.abs(bouts.get(i).activity() - bouts.get(i - 1).activity()) == 1;
            boolean kept = absorbed.get(i).activity() == bouts.get(i).activity();
            count("blip of 5 min", between && around == 300_000 && !kept);
            count("blip above 5 min", between && around == 300_001);
            count("blip kept after a blip", between && around <= 300_000 && kept);
        }
        List<ReferenceRules.Run> segments = ReferenceRules.segments(absorbed);
        for (int i = 0; i + 1 < segments.size(); i++) {
            ReferencePlace from = segments.get(i).last().place();
            ReferencePlace to = segments.get(i + 1).first().place();
            if (segments.get(i).activity() == 2 && from != null && to != null) {
                count("throw of 100 m", Distances.between(from, to) == 100_000);
                count("throw above 100 m", Distances.between(from, to) == 100_001);
            }
        }
        lookAtChains(segments, rates.reference());
        segments.forEach(segment -> lookAtSegment(segment, rates));
    }

    private void lookAtChains(List<ReferenceRules.Run> segments, @Nullable Integer reference) {
        List<ReferenceRules.Cycle> cycles = ReferenceRules.fetchCycles(segments);
        for (int i = 1; i < cycles.size(); i++) {
            long between = segments.get(cycles.get(i).high()).first().time()
                    - segments.get(cycles.get(i - 1).low()).first().time();
            count("15 min after L", between == 900_000);
            count("above 15 min after L", between == 900_001);
        }
        List<ReferenceRules.Game> games = ReferenceRules.games(segments, reference);
        for (ReferenceRules.Game chain : ReferenceRules.chains(segments)) {
            List<ReferenceRules.Run> taken = segments.subList(chain.from(), chain.until());
            Fraction mean = ReferenceHeartRates.mean(ReferenceRules.ofActivity2(taken));
            long runs = taken.stream().filter(run -> run.activity() == 2).count();
            boolean game = games.contains(chain);
            count("one cycle", chain.cycles() == 1);
            count("three cycles", game && chain.cycles() == 3);
            count("run of no cycle in a game", game && runs > chain.cycles());
            count("chain that is no game", !game && chain.cycles() >= 2);
            if (mean != null && reference != null && chain.cycles() >= 2) {
                count("game at 125 %", game && isPercent(mean, 125, reference));
                count("game at 300 %", game && isPercent(mean, 300, reference));
                count("chain below 125 %", !game && mean.compare(Fraction.percent(125, reference)) < 0);
                count("chain above 300 %", !game && mean.compare(Fraction.percent(300, reference)) > 0);
            }
        }
    }

    private void lookAtSegment(ReferenceRules.Run segment, ReferenceRates.Rates rates) {
        Fraction mean = ReferenceHeartRates.mean(segment.readings());
        Integer reference = rates.reference();
        List<ReferencePlace> places = Distances.places(segment.readings());
        Long radius = Distances.radius(places);
        if (mean != null && reference != null && segment.activity() == 1 && radius != null) {
            boolean near = radius < 70_000 && places.size() >= 6;
            count("pacing at 110 %", near && isPercent(mean, 110, reference));
            count("pacing at 170 %", near && isPercent(mean, 170, reference));
            count("walk below 110 %", near && isBarelyOff(mean, 110, reference) && isBelow(mean, 110, reference));
            count("walk above 170 %", near && isBarelyOff(mean, 170, reference) && !isBelow(mean, 170, reference));
            count("radius below 70 m", places.size() >= 6 && radius < 70_000 && radius >= 69_990);
            count("radius of 70 m", places.size() >= 6 && radius == 70_000);
            count(places.size() + " places", radius < 70_000 && (places.size() == 5 || places.size() == 6));
        }
        Integer baseline = rates.baseline();
        if (mean != null && baseline != null && segment.activity() == 0) {
            int measured = ReferenceHeartRates.measured(segment.readings()).size();
            boolean high = !mean.isAtMost(Fraction.percent(150, baseline));
            count("rest at 150 %", measured >= 4 && isPercent(mean, 150, baseline));
            count("alert at 4 heart rates", high && measured == 4);
            count("rest at 3 heart rates above 150 %", high && measured == 3);
        }
    }

    private static boolean isPercent(Fraction mean, int percent, int of) {
        return mean.compare(Fraction.percent(percent, of)) == 0;
    }

    private static boolean isBelow(Fraction mean, int percent, int of) {
        return mean.compare(Fraction.percent(percent, of)) < 0;
    }

    /** Returns whether a mean differs from a percentage by at most a thousandth of a beat. */
    private static boolean isBarelyOff(Fraction mean, int percent, int of) {
        Fraction off = mean.minus(Fraction.percent(percent, of));
        return !isPercent(mean, percent, of) && off.isBetween(Fraction.of(-1), Fraction.of(1));
    }

    private void lookAtEvent(ReferenceEvent event) {
        boolean sleep = event.behavior().equals("Deep Sleep");
        count(sleep ? "Deep Sleep " + event.ruleConfidence() : event.behavior(), true);
        count("event without a heart rate", event.hrReadings() == 0);
        count("event with missing heart rates", event.hrReadings() > 0 && event.hrReadings() < event.readings());
    }

    private void count(String what, boolean happened) {
        if (happened) {
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
