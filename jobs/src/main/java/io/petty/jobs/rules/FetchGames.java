package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds games of fetch in the segments of one piece of a session (step 10). The arrays are reused for the next piece.
 */
final class FetchGames {
    private final long distance;
    private final long chain;
    private final int leastCycles;
    private final PercentageRange heartRate;
    private final HeartRates heartRates = new HeartRates();
    private final Chains chains;

    private int[] firstSegments = new int[8];
    private int[] endSegments = new int[8];
    private int[] cycles = new int[8];
    private int count;

    /** Receives chains of cycles when they are judged, in time order. */
    interface Chains {
        /**
         * Receives a chain.
         *
         * @param first its first segment
         * @param end the end (exclusive) of its segments: the calm that ends its last cycle
         */
        void judged(int first, int end, int cycles, boolean game);
    }

    FetchGames(TimelineRules.Fetch rules) {
        this(rules, (first, end, cycles, game) -> {});
    }

    FetchGames(TimelineRules.Fetch rules, Chains chains) {
        this.chains = chains;
        distance = Figures.thousandths(rules.distance());
        chain = rules.chain().toMillis();
        leastCycles = rules.cycles();
        heartRate = PercentageRange.of(rules.heartRate());
    }

    /** @param reference null if there is none; then no chain is a game */
    void find(CollarDay readings, Segments segments, @Nullable ReferenceRate reference) {
        count = 0;
        int chainFirst = -1;
        int chainEnd = -1;
        int chainCycles = 0;
        for (int run = 0; run < segments.count(); run++) {
            if (segments.activity(run) != 2) {
                continue;
            }
            int calm = calmAfter(segments, run);
            if (calm < 0 || !isCycle(readings, segments.end(run) - 1, segments.start(calm))) {
                continue;
            }
            boolean continued = chainCycles > 0
                    && readings.millisOfDay(segments.start(run)) - readings.millisOfDay(segments.start(chainEnd))
                            <= chain;
            if (!continued) {
                judge(readings, segments, reference, chainFirst, chainEnd, chainCycles);
                chainFirst = run;
                chainCycles = 0;
            }
            chainEnd = calm;
            chainCycles++;
        }
        judge(readings, segments, reference, chainFirst, chainEnd, chainCycles);
    }

    /** Returns the next segment of activity 0 before any other of activity 2, or -1. */
    static int calmAfter(Segments segments, int run) {
        for (int next = run + 1; next < segments.count(); next++) {
            if (segments.activity(next) != 1) {
                return segments.activity(next) == 0 ? next : -1;
            }
        }
        return -1;
    }

    private boolean isCycle(CollarDay readings, int lastOfRun, int firstOfCalm) {
        return cycleDistance(readings, lastOfRun, firstOfCalm) > distance;
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

    private void judge(
            CollarDay readings,
            Segments segments,
            @Nullable ReferenceRate reference,
            int first,
            int end,
            int chainCycles) {
        if (chainCycles == 0) {
            return;
        }
        boolean game = chainCycles >= leastCycles && isWithinHeartRates(readings, segments, reference, first, end);
        chains.judged(first, end, chainCycles, game);
        if (!game) {
            return;
        }
        if (count == cycles.length) {
            firstSegments = Arrays.copyOf(firstSegments, 2 * count);
            endSegments = Arrays.copyOf(endSegments, 2 * count);
            cycles = Arrays.copyOf(cycles, 2 * count);
        }
        firstSegments[count] = first;
        endSegments[count] = end;
        cycles[count++] = chainCycles;
    }

    private boolean isWithinHeartRates(
            CollarDay readings, Segments segments, @Nullable ReferenceRate reference, int first, int end) {
        measureRuns(readings, segments, first, end, heartRates);
        return heartRate.holds(heartRates, reference);
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

    int count() {
        return count;
    }

    /** Returns the first segment of a game. Games are in time order. */
    int firstSegment(int game) {
        return firstSegments[game];
    }

    /** Returns the end (exclusive) of a game's segments: the calm that ends its last cycle. */
    int endSegment(int game) {
        return endSegments[game];
    }

    int cycles(int game) {
        return cycles[game];
    }
}
