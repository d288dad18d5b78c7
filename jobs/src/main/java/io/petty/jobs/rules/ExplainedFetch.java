package io.petty.jobs.rules;

import io.petty.jobs.rules.EventExplanation.Check;
import io.petty.jobs.rules.EventExplanation.Cycle;
import io.petty.reading.CollarDay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chains of fetch cycles in a piece of a session, whether they are games or not, and the figures behind them. */
final class ExplainedFetch {
    private final TimelineRules.Fetch rules;
    private final CollarDay readings;
    private final Segments segments;
    private final @Nullable ReferenceRate reference;
    private final List<FetchGames.Chain> chains;

    /** @param segments the segments of a piece of the session */
    ExplainedFetch(
            TimelineRules.Fetch rules, CollarDay readings, Segments segments, @Nullable ReferenceRate reference) {
        this.rules = rules;
        this.readings = readings;
        this.segments = segments;
        this.reference = reference;
        this.chains = new FetchGames(rules).chains(readings, segments, reference);
    }

    boolean startsGame(int segment) {
        return chains.stream().anyMatch(chain -> chain.game() && chain.first() == segment);
    }

    /** Returns whether the segment is the calm of a game's last cycle. This calm isn't part of the game. */
    boolean endsGame(int segment) {
        return chains.stream().anyMatch(chain -> chain.game() && chain.end() == segment);
    }

    /**
     * Returns the conditions under which the chain of a run is a game. For a run without a cycle, returns the condition
     * of a cycle.
     */
    List<Check> checks(int run) {
        Check cycle = cycleCheck(run);
        int place = placeOf(run);
        if (place < 0) {
            return List.of(cycle);
        }
        FetchGames.Chain chain = chains.get(place);
        List<Check> checks = new ArrayList<>();
        if (!chain.game()) {
            checks.add(cycle);
        }
        checks.add(ConditionText.atLeast("cycles in the chain", chain.cycles(), rules.cycles()));
        if (chain.cycles() < rules.cycles()) {
            if (place > 0) {
                checks.add(gapCheck(
                        "since the calm of the cycle before",
                        chains.get(place - 1).end(),
                        chain.first()));
            }
            if (place + 1 < chains.size()) {
                checks.add(gapCheck(
                        "from its calm to the next cycle's run",
                        chain.end(),
                        chains.get(place + 1).first()));
            }
        }
        HeartRates heartRates = new HeartRates();
        FetchGames.measureRuns(readings, segments, chain.first(), chain.end(), heartRates);
        checks.add(ConditionText.meanWithin("mean heart rate of its runs", heartRates, rules.heartRate(), reference));
        return checks;
    }

    private Check gapCheck(String what, int calm, int run) {
        long gap = (long) readings.millisOfDay(segments.start(run)) - readings.millisOfDay(segments.start(calm));
        return ConditionText.noLongerThan(what, gap, rules.chain().toMillis());
    }

    /** Returns the index of the chain that contains a segment; -1 for none. A chain ends before its last calm. */
    private int placeOf(int segment) {
        for (int place = 0; place < chains.size(); place++) {
            FetchGames.Chain chain = chains.get(place);
            if (chain.first() <= segment
                    && segment < chain.end()
                    && (chain.game() || cycleCheck(segment).holds())) {
                return place;
            }
        }
        return -1;
    }

    /** Checks whether a run and the calm after it are a cycle. */
    private Check cycleCheck(int run) {
        int calm = FetchGames.calmAfter(segments, run);
        if (calm >= 0) {
            return distanceCheck(run, calm);
        }
        boolean another = false;
        for (int next = run + 1; next < segments.count(); next++) {
            another |= segments.activity(next) == 2;
        }
        return new Check(
                "what comes after the run",
                another ? "another run" : "no calm before the session or the time awake ends",
                "a calm, activity 0",
                false,
                "");
    }

    private Check distanceCheck(int run, int calm) {
        long distance = FetchGames.cycleDistance(readings, segments.end(run) - 1, segments.start(calm));
        return ConditionText.fartherThan("distance from run to calm", distance, rules.distance());
    }

    /** Returns the cycles of a run's chain; empty for a run without a chain. */
    List<Cycle> cycles(int run) {
        List<Cycle> cycles = new ArrayList<>();
        int place = placeOf(run);
        if (place < 0) {
            return cycles;
        }
        FetchGames.Chain chain = chains.get(place);
        int calmBefore = -1;
        for (int next = chain.first(); next < chain.end(); next++) {
            int calm = segments.activity(next) == 2 ? FetchGames.calmAfter(segments, next) : -1;
            if (calm < 0 || !distanceCheck(next, calm).holds()) {
                continue;
            }
            List<Check> checks = new ArrayList<>(List.of(distanceCheck(next, calm)));
            if (calmBefore >= 0) {
                checks.add(gapCheck("since the calm before", calmBefore, next));
            }
            cycles.add(new Cycle(
                    readings.epochMillis(segments.start(next)), readings.epochMillis(segments.start(calm)), checks));
            calmBefore = calm;
        }
        return cycles;
    }
}
