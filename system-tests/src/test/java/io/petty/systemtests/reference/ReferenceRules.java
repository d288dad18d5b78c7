package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbered steps that compute a timeline, except step 2 (see {@link ReferenceRates}) and steps 3 to 6 (see {@link
 * ReferenceSleeps}). Each step takes the results of the previous ones.
 */
final class ReferenceRules {

    static final long MINUTE = 60_000;

    /** A bout or a segment: consecutive readings of one activity after blips are absorbed. */
    record Run(int activity, List<ReferenceReading> readings) {

        ReferenceReading first() {
            return readings.get(0);
        }

        ReferenceReading last() {
            return readings.get(readings.size() - 1);
        }
    }

    /** A fetch cycle: the indexes of its segments H and L. */
    record Cycle(int high, int low) {}

    /** A game, or a chain that may be one: its segments from one index up to, but not including, another. */
    record Game(int from, int until, int cycles) {}

    /** A part of a session that becomes one event. */
    record Part(
            String behavior,
            double ruleConfidence,
            List<ReferenceReading> readings,
            @Nullable Integer fetchCycles) {}

    private ReferenceRules() {}

    /** Step 1: divides a day where two consecutive readings are more than 30 min apart. */
    static List<List<ReferenceReading>> sessions(List<ReferenceReading> day) {
        List<List<ReferenceReading>> sessions = new ArrayList<>();
        for (int i = 0; i < day.size(); i++) {
            if (i == 0 || day.get(i).time() - day.get(i - 1).time() > 30 * MINUTE) {
                sessions.add(new ArrayList<>());
            }
            sessions.get(sessions.size() - 1).add(day.get(i));
        }
        return sessions;
    }

    /** Step 8: returns the longest sequences of readings with the same activity. */
    static List<Run> bouts(List<ReferenceReading> piece) {
        List<Run> bouts = new ArrayList<>();
        for (ReferenceReading reading : piece) {
            if (bouts.isEmpty() || bouts.get(bouts.size() - 1).activity() != reading.activity()) {
                bouts.add(new Run(reading.activity(), new ArrayList<>()));
            }
            bouts.get(bouts.size() - 1).readings().add(reading);
        }
        return bouts;
    }

    /** Step 8: returns the bouts with the activity that they have after blips are absorbed. */
    static List<Run> withBlipsAbsorbed(List<Run> bouts) {
        List<Run> after = new ArrayList<>();
        boolean absorbedBefore = false;
        for (int i = 0; i < bouts.size(); i++) {
            boolean absorbed = isBlip(bouts, i) && !absorbedBefore;
            int activity = absorbed ? bouts.get(i - 1).activity() : bouts.get(i).activity();
            after.add(new Run(activity, bouts.get(i).readings()));
            absorbedBefore = absorbed;
        }
        return after;
    }

    private static boolean isBlip(List<Run> bouts, int i) {
        if (i == 0 || i == bouts.size() - 1) {
            return false;
        }
        Run before = bouts.get(i - 1);
        Run next = bouts.get(i + 1);
        return before.activity() == next.activity()
                && Math.abs(before.activity() - bouts.get(i).activity()) == 1
                && next.first().time() - before.last().time() <= 5 * MINUTE;
    }

    /** Step 9: joins consecutive bouts that have the same activity after blips are absorbed. */
    static List<Run> segments(List<Run> bouts) {
        List<Run> segments = new ArrayList<>();
        for (Run bout : bouts) {
            if (segments.isEmpty() || segments.get(segments.size() - 1).activity() != bout.activity()) {
                segments.add(new Run(bout.activity(), new ArrayList<>()));
            }
            segments.get(segments.size() - 1).readings().addAll(bout.readings());
        }
        return segments;
    }

    /**
     * Step 10: returns each activity-2 segment with the next activity-0 segment, if there is no other activity-2
     * segment in between and the distance is long enough.
     */
    static List<Cycle> fetchCycles(List<Run> segments) {
        List<Cycle> cycles = new ArrayList<>();
        for (int high = 0; high < segments.size(); high++) {
            if (segments.get(high).activity() != 2) {
                continue;
            }
            int low = high + 1;
            while (low < segments.size() && segments.get(low).activity() == 1) {
                low++;
            }
            if (low < segments.size() && segments.get(low).activity() == 0) {
                ReferencePlace from = segments.get(high).last().place();
                ReferencePlace to = segments.get(low).first().place();
                if (from != null && to != null && Distances.between(from, to) > 100_000) {
                    cycles.add(new Cycle(high, low));
                }
            }
        }
        return cycles;
    }

    /** Step 10: returns the longest chains of cycles, each as a possible game. */
    static List<Game> chains(List<Run> segments) {
        List<Game> chains = new ArrayList<>();
        Cycle previous = null;
        for (Cycle cycle : fetchCycles(segments)) {
            if (previous != null
                    && segments.get(cycle.high()).first().time()
                                    - segments.get(previous.low()).first().time()
                            <= 15 * MINUTE) {
                Game chain = chains.remove(chains.size() - 1);
                chains.add(new Game(chain.from(), cycle.low(), chain.cycles() + 1));
            } else {
                chains.add(new Game(cycle.high(), cycle.low(), 1));
            }
            previous = cycle;
        }
        return chains;
    }

    /** Step 10: returns the chains that are games. */
    static List<Game> games(List<Run> segments, @Nullable Integer reference) {
        return chains(segments).stream()
                .filter(chain -> chain.cycles() >= 2)
                .filter(chain -> isPlayed(segments.subList(chain.from(), chain.until()), reference))
                .toList();
    }

    private static boolean isPlayed(List<Run> segments, @Nullable Integer reference) {
        return isBetween(125, ReferenceHeartRates.mean(ofActivity2(segments)), 300, reference);
    }

    /** Returns the readings of a game's activity-2 segments, including those outside of cycles. */
    static List<ReferenceReading> ofActivity2(List<Run> segments) {
        List<ReferenceReading> high = new ArrayList<>();
        for (Run segment : segments) {
            if (segment.activity() == 2) {
                high.addAll(segment.readings());
            }
        }
        return high;
    }

    /**
     * Returns whether the mean heart rate and the reference rate exist, and the mean is between two percentages of the
     * reference rate.
     */
    private static boolean isBetween(int least, @Nullable Fraction mean, int most, @Nullable Integer reference) {
        return mean != null
                && reference != null
                && mean.isBetween(Fraction.percent(least, reference), Fraction.percent(most, reference));
    }

    /** Step 11: returns the event of a segment of activity 1 or 2. */
    static Part moving(Run segment, @Nullable Integer reference) {
        if (segment.activity() == 2) {
            return new Part("Running", 0.70, segment.readings(), null);
        }
        return isPacing(segment, reference)
                ? new Part("Anxious Pacing", 0.75, segment.readings(), null)
                : new Part("Walking", 0.70, segment.readings(), null);
    }

    private static boolean isPacing(Run segment, @Nullable Integer reference) {
        List<ReferencePlace> places = Distances.places(segment.readings());
        Long radius = Distances.radius(places);
        return places.size() >= 6
                && radius != null
                && radius < 70_000
                && isBetween(110, ReferenceHeartRates.mean(segment.readings()), 170, reference);
    }

    /** Step 12: returns the event of a segment of activity 0. */
    static Part rest(Run segment, @Nullable Integer baseline) {
        Fraction mean = ReferenceHeartRates.mean(segment.readings());
        boolean alert = baseline != null
                && mean != null
                && ReferenceHeartRates.measured(segment.readings()).size() >= 4
                && !mean.isAtMost(Fraction.percent(150, baseline));
        return alert
                ? new Part("Alert", 0.70, segment.readings(), null)
                : new Part("Resting", 0.95, segment.readings(), null);
    }

    /** Runs all steps for one session. */
    static List<Part> parts(LocalDate day, List<ReferenceReading> session, ReferenceRates.Rates rates) {
        if (session.size() == 1) {
            return List.of(new Part("Unknown", 0, session, null));
        }
        // Step 7: sleeps, and the pieces before, between and after them.
        List<Part> parts = new ArrayList<>();
        List<ReferenceReading> rest = session;
        for (ReferenceSleeps.Span sleep : ReferenceSleeps.sleeps(day, session, rates.reference())) {
            parts.addAll(ofPiece(
                    rest.stream()
                            .filter(reading -> ReferenceSleeps.minuteOf(reading) < sleep.first())
                            .toList(),
                    rates));
            parts.add(new Part(
                    "Deep Sleep",
                    ReferenceSleeps.ruleConfidence(sleep, session, rates.reference()),
                    rest.stream().filter(sleep::contains).toList(),
                    null));
            rest = rest.stream()
                    .filter(reading -> ReferenceSleeps.minuteOf(reading) > sleep.last())
                    .toList();
        }
        parts.addAll(ofPiece(rest, rates));
        return parts;
    }

    /** Steps 8 to 12: returns the events of a piece, none if it is empty. */
    private static List<Part> ofPiece(List<ReferenceReading> piece, ReferenceRates.Rates rates) {
        List<Run> segments = segments(withBlipsAbsorbed(bouts(piece)));
        List<Game> games = games(segments, rates.reference());
        List<Part> parts = new ArrayList<>();
        int i = 0;
        while (i < segments.size()) {
            int at = i;
            Game game =
                    games.stream().filter(any -> any.from() == at).findFirst().orElse(null);
            if (game != null) {
                List<ReferenceReading> readings = new ArrayList<>();
                segments.subList(game.from(), game.until()).forEach(segment -> readings.addAll(segment.readings()));
                parts.add(new Part("Playing Fetch", 0.80, readings, game.cycles()));
                i = game.until();
            } else {
                Run segment = segments.get(i);
                parts.add(
                        segment.activity() == 0 ? rest(segment, rates.baseline()) : moving(segment, rates.reference()));
                i++;
            }
        }
        return parts;
    }
}
