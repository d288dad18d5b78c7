package io.petty.jobs.timeline;

import io.petty.reading.CollarDay;
import java.util.Arrays;

/**
 * Cuts a segment of activity 0 into stretches of windows that are alike, calm or not: rule 6. The arrays are used again
 * for the next segment.
 */
final class RestWindows {
    private final long window;
    private final int calmReadings;
    private final long calmHeartRateMin;
    private final long calmHeartRateMax;
    private final long calmDeviation;
    private final HeartRates heartRates = new HeartRates();

    private int[] starts = new int[16];
    private boolean[] calm = new boolean[16];
    private int count;
    private int end;

    RestWindows(TimelineRules.Rest rules) {
        window = rules.window().toMillis();
        calmReadings = rules.calmReadings();
        calmHeartRateMin = Figures.thousandths(rules.calmHeartRateMin());
        calmHeartRateMax = Figures.thousandths(rules.calmHeartRateMax());
        calmDeviation = Figures.thousandths(rules.calmDeviation());
    }

    /** Cuts the segment of readings {@code from} to {@code to} (exclusive). */
    void cut(CollarDay readings, int from, int to) {
        count = 0;
        end = to;
        int segmentTime = readings.millisOfDay(from);
        int windowStart = from;
        while (windowStart < to) {
            int windowEnd = windowEnd(readings, segmentTime, windowStart, to);
            addWindow(windowStart, isCalm(readings, windowStart, windowEnd));
            windowStart = windowEnd;
        }
    }

    /**
     * The end (exclusive) of the window that begins with a reading.
     *
     * @param segmentTime when the segment's first reading was made, milliseconds of the day: windows count from there
     * @param to the end (exclusive) of the segment's readings
     */
    int windowEnd(CollarDay readings, int segmentTime, int windowStart, int to) {
        long index = (readings.millisOfDay(windowStart) - segmentTime) / window;
        long windowEndTime = segmentTime + (index + 1) * window;
        int windowEnd = windowStart + 1;
        while (windowEnd < to && readings.millisOfDay(windowEnd) < windowEndTime) {
            windowEnd++;
        }
        return windowEnd;
    }

    /** Whether the window of readings {@code from} to {@code to} (exclusive) is calm. */
    boolean isCalm(CollarDay readings, int from, int to) {
        if (to - from < calmReadings) {
            return false;
        }
        heartRates.measure(readings, from, to);
        return heartRates.meanIsWithin(calmHeartRateMin, calmHeartRateMax)
                && heartRates.deviationIsBelow(calmDeviation);
    }

    private void addWindow(int start, boolean windowIsCalm) {
        if (count > 0 && calm[count - 1] == windowIsCalm) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            calm = Arrays.copyOf(calm, 2 * count);
        }
        starts[count] = start;
        calm[count++] = windowIsCalm;
    }

    /** How many stretches there are. */
    int count() {
        return count;
    }

    boolean isCalm(int stretch) {
        return calm[stretch];
    }

    /** The first reading of a stretch. */
    int start(int stretch) {
        return starts[stretch];
    }

    /** The end (exclusive) of a stretch's readings. */
    int end(int stretch) {
        return stretch + 1 < count ? starts[stretch + 1] : end;
    }
}
