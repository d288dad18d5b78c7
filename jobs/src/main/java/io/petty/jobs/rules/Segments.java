package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import java.util.Arrays;

/**
 * Computes bouts, blips and segments (steps 8 and 9), one piece of a session at a time. The arrays are reused for the
 * next piece.
 */
final class Segments {
    private final long blip;
    private int[] starts = new int[64];
    private byte[] activities = new byte[64];
    private int count;
    private int end;

    Segments(TimelineRules rules) {
        blip = rules.blip().toMillis();
    }

    /** Divides the piece of readings {@code from} to {@code to} (exclusive) into segments. */
    void cut(CollarDay readings, int from, int to) {
        end = to;
        readBouts(readings, from);
        absorbBlips(readings);
    }

    private void readBouts(CollarDay readings, int from) {
        count = 0;
        int current = readings.activity(from);
        addBout(from, current);
        for (int i = from + 1; i < end; i++) {
            int activity = readings.activity(i);
            if (activity != current) {
                addBout(i, activity);
                current = activity;
            }
        }
    }

    private void addBout(int start, int activity) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            activities = Arrays.copyOf(activities, 2 * count);
        }
        starts[count] = start;
        activities[count++] = (byte) activity;
    }

    /** Joins bouts into segments. This works in place, since there are never more segments than bouts read so far. */
    private void absorbBlips(CollarDay readings) {
        int bouts = count;
        count = 0;
        boolean previousAbsorbed = false;
        int previous = 0;
        for (int bout = 0; bout < bouts; bout++) {
            int start = starts[bout];
            int activity = activities[bout];
            boolean absorbed = bout > 0
                    && bout < bouts - 1
                    && !previousAbsorbed
                    && activities[bout + 1] == previous
                    && Math.abs(activity - previous) == 1
                    && readings.millisOfDay(starts[bout + 1]) - readings.millisOfDay(start - 1) <= blip;
            // An absorbed bout takes the activity of the previous bout. That one isn't absorbed, so both belong to the
            // same segment.
            int taken = absorbed ? previous : activity;
            if (count == 0 || activities[count - 1] != taken) {
                starts[count] = start;
                activities[count++] = (byte) taken;
            }
            previousAbsorbed = absorbed;
            previous = activity;
        }
    }

    int count() {
        return count;
    }

    int activity(int segment) {
        return activities[segment];
    }

    /** Returns the first reading of a segment. */
    int start(int segment) {
        return starts[segment];
    }

    /** Returns the end (exclusive) of a segment's readings. */
    int end(int segment) {
        return segment + 1 < count ? starts[segment + 1] : end;
    }
}
