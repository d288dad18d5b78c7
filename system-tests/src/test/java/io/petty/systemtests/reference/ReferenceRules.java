package io.petty.systemtests.reference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a timeline by their numbers, each from the result of those before it. */
final class ReferenceRules {

    static final long MINUTE = 60_000;

    /** Readings one after the other, all of one activity once blips are absorbed. */
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

    /** A game: the segments from one index up to, not including, another. */
    record Game(int from, int until, int cycles) {}

    /** A part of a session that becomes one event. */
    record Part(
            String behavior,
            List<ReferenceReading> readings,
            @Nullable Integer fetchCycles) {}

    private ReferenceRules() {}

    /** 1: broken where two consecutive readings are more than 30 min apart. */
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

    /** 2: longest runs of equal activity. */
    static List<Run> bouts(List<ReferenceReading> session) {
        List<Run> bouts = new ArrayList<>();
        for (ReferenceReading reading : session) {
            if (bouts.isEmpty() || bouts.get(bouts.size() - 1).activity() != reading.activity()) {
                bouts.add(new Run(reading.activity(), new ArrayList<>()));
            }
            bouts.get(bouts.size() - 1).readings().add(reading);
        }
        return bouts;
    }

    /** 3: the bouts with the activity they have once blips are absorbed. */
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

    /** 4: longest runs of equal activity after absorbing. */
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

    /** 5: an activity-2 segment and the next activity-0 segment, no other activity-2 segment between, far enough. */
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

    /** 5: the longest chains of cycles that are games. */
    static List<Game> games(List<Run> segments) {
        List<List<Cycle>> chains = new ArrayList<>();
        Cycle previous = null;
        for (Cycle cycle : fetchCycles(segments)) {
            if (previous == null
                    || segments.get(cycle.high()).first().time()
                                    - segments.get(previous.low()).first().time()
                            > 15 * MINUTE) {
                chains.add(new ArrayList<>());
            }
            chains.get(chains.size() - 1).add(cycle);
            previous = cycle;
        }
        List<Game> games = new ArrayList<>();
        for (List<Cycle> chain : chains) {
            Game game =
                    new Game(chain.get(0).high(), chain.get(chain.size() - 1).low(), chain.size());
            if (game.cycles() >= 2 && isPlayed(segments.subList(game.from(), game.until()))) {
                games.add(game);
            }
        }
        return games;
    }

    private static boolean isPlayed(List<Run> segments) {
        List<ReferenceReading> high = new ArrayList<>();
        for (Run segment : segments) {
            if (segment.activity() == 2) {
                high.addAll(segment.readings());
            }
        }
        return HeartRates.mean(high).isBetween(Fraction.of(80_000), Fraction.of(160_000));
    }

    /** 6: the events of an activity-0 segment, with its baseline in thousandths if there is one. */
    static List<Part> rest(Run segment, @Nullable Fraction baseline) {
        List<Part> events = new ArrayList<>();
        List<ReferenceReading> event = new ArrayList<>();
        boolean calmEvent = false;
        for (List<ReferenceReading> window : windows(segment)) {
            boolean calm = isCalm(window);
            if (!event.isEmpty() && calm != calmEvent) {
                events.add(new Part(restBehavior(calmEvent, event, baseline), event, null));
                event = new ArrayList<>();
            }
            event.addAll(window);
            calmEvent = calm;
        }
        events.add(new Part(restBehavior(calmEvent, event, baseline), event, null));
        return events;
    }

    /** The windows of 10 min from the segment's first reading that aren't empty. */
    private static List<List<ReferenceReading>> windows(Run segment) {
        List<List<ReferenceReading>> windows = new ArrayList<>();
        long current = -1;
        for (ReferenceReading reading : segment.readings()) {
            long window = (reading.time() - segment.first().time()) / (10 * MINUTE);
            if (window != current) {
                windows.add(new ArrayList<>());
                current = window;
            }
            windows.get(windows.size() - 1).add(reading);
        }
        return windows;
    }

    private static boolean isCalm(List<ReferenceReading> window) {
        return window.size() >= 4
                && HeartRates.mean(window).isBetween(Fraction.of(40_000), Fraction.of(65_000))
                && HeartRates.variance(window).compare(Fraction.of(3_000L * 3_000L)) < 0;
    }

    private static String restBehavior(boolean calm, List<ReferenceReading> event, @Nullable Fraction baseline) {
        if (calm) {
            return "Deep Sleep";
        }
        boolean alert = baseline != null
                && event.size() >= 4
                && HeartRates.mean(event).compare(baseline.times(Fraction.of(3, 2))) > 0;
        return alert ? "Alert" : "Resting";
    }

    /** 7: the event of a segment of activity 1 or 2. */
    static Part moving(Run segment) {
        String behavior = segment.activity() == 2 ? "Running" : isPacing(segment) ? "Anxious Pacing" : "Walking";
        return new Part(behavior, segment.readings(), null);
    }

    private static boolean isPacing(Run segment) {
        List<ReferencePlace> places = Distances.places(segment.readings());
        Long radius = Distances.radius(places);
        return places.size() >= 6
                && radius != null
                && radius < 70_000
                && HeartRates.mean(segment.readings()).isBetween(Fraction.of(70_000), Fraction.of(110_000));
    }

    /** All the rules, for one session. */
    static List<Part> parts(List<ReferenceReading> session, @Nullable Fraction baseline) {
        if (session.size() == 1) {
            return List.of(new Part("Unknown", session, null));
        }
        List<Run> segments = segments(withBlipsAbsorbed(bouts(session)));
        List<Game> games = games(segments);
        List<Part> parts = new ArrayList<>();
        int i = 0;
        while (i < segments.size()) {
            int at = i;
            Game game =
                    games.stream().filter(any -> any.from() == at).findFirst().orElse(null);
            if (game != null) {
                List<ReferenceReading> readings = new ArrayList<>();
                segments.subList(game.from(), game.until()).forEach(segment -> readings.addAll(segment.readings()));
                parts.add(new Part("Playing Fetch", readings, game.cycles()));
                i = game.until();
            } else {
                Run segment = segments.get(i);
                if (segment.activity() == 0) {
                    parts.addAll(rest(segment, baseline));
                } else {
                    parts.add(moving(segment));
                }
                i++;
            }
        }
        return parts;
    }
}
