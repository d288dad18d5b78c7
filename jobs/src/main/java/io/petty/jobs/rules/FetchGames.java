package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds games of fetch in the segments of one piece of a session (step 10). */
final class FetchGames {
    private final long distance;
    private final long chain;
    private final int leastCycles;
    private final PercentageRange heartRate;
    private final HeartRates heartRates = new HeartRates();

    /**
     * A chain of cycles.
     *
     * @param first its first segment
     * @param end the end (exclusive) of its segments: the calm that ends its last cycle
     */
    record Chain(int first, int end, int cycles, boolean game) {}

    FetchGames(TimelineRules.Fetch rules) {
        distance = Figures.thousandths(rules.distance());
        chain = rules.chain().toMillis();
        leastCycles = rules.cycles();
        heartRate = PercentageRange.of(rules.heartRate());
    }

    /** Returns the games in time order, see {@link #chains}. */
    List<Chain> games(CollarDay readings, Segments segments, @Nullable ReferenceRate reference) {
        List<Chain> games = chains(readings, segments, reference);
        games.removeIf(found -> !found.game());
        return games;
    }

    /**
     * Returns all chains of cycles in time order, whether they are games or not.
     *
     * @param reference null if there is none; then no chain is a game
     */
    List<Chain> chains(CollarDay readings, Segments segments, @Nullable ReferenceRate reference) {
        List<Chain> chains = new ArrayList<>();
        int first = -1;
        int end = -1;
        int cycles = 0;
        for (int run = 0; run < segments.count(); run++) {
            if (segments.activity(run) != 2) {
                continue;
            }
            int calm = calmAfter(segments, run);
            if (calm < 0 || cycleDistance(readings, segments.end(run) - 1, segments.start(calm)) <= distance) {
                continue;
            }
            boolean continued = cycles > 0
                    && readings.millisOfDay(segments.start(run)) - readings.millisOfDay(segments.start(end)) <= chain;
            if (!continued) {
                if (cycles > 0) {
                    chains.add(judged(readings, segments, reference, first, end, cycles));
                }
                first = run;
                cycles = 0;
            }
            end = calm;
            cycles++;
        }
        if (cycles > 0) {
            chains.add(judged(readings, segments, reference, first, end, cycles));
        }
        return chains;
    }

    /** Returns the segment of activity 0 that follows a run; -1 if another run or the end of the piece comes first. */
    static int calmAfter(Segments segments, int run) {
        for (int next = run + 1; next < segments.count(); next++) {
            if (segments.activity(next) != 1) {
                return segments.activity(next) == 0 ? next : -1;
            }
        }
        return -1;
    }

    /** Returns the distance of a cycle in millimetres, or -1 if a location is missing. */
    static long cycleDistance(CollarDay readings, int lastOfRun, int firstOfCalm) {
        if (!readings.hasLocation(lastOfRun) || !readings.hasLocation(firstOfCalm)) {
            return -1;
        }
        return Haversine.millimetres(
                readings.latitude(lastOfRun),
                readings.longitude(lastOfRun),
                readings.latitude(firstOfCalm),
                readings.longitude(firstOfCalm));
    }

    private Chain judged(
            CollarDay readings, Segments segments, @Nullable ReferenceRate reference, int first, int end, int cycles) {
        boolean game = false;
        if (cycles >= leastCycles) {
            measureRuns(readings, segments, first, end, heartRates);
            game = heartRate.holds(heartRates, reference);
        }
        return new Chain(first, end, cycles, game);
    }

    /** Measures the heart rates of all runs among the segments {@code first} to {@code end} (exclusive). */
    static void measureRuns(CollarDay readings, Segments segments, int first, int end, HeartRates heartRates) {
        heartRates.clear();
        for (int segment = first; segment < end; segment++) {
            if (segments.activity(segment) == 2) {
                heartRates.add(readings, segments.start(segment), segments.end(segment));
            }
        }
    }
}
