package io.petty.jobs.timeline;

import io.petty.reading.CollarDay;
import java.util.Arrays;

/**
 * Sessions, bouts, blips and segments: rules 1 to 4. Holds the segments of one session at a time, in arrays that are
 * used again for the next.
 */
final class Segments {
    private final long sessionGap;
    private final long blip;
    private int[] starts = new int[64];
    private byte[] activities = new byte[64];
    private int count;
    private int end;

    Segments(TimelineRules rules) {
        sessionGap = rules.sessionGap().toMillis();
        blip = rules.blip().toMillis();
    }

    /**
     * Cuts the session that begins with reading {@code from} into segments.
     *
     * @return the end of the session (exclusive)
     */
    int cut(CollarDay readings, int from) {
        readBouts(readings, from);
        absorbBlips(readings);
        return end;
    }

    private void readBouts(CollarDay readings, int from) {
        count = 0;
        addBout(from, readings.activity(from));
        int time = readings.millisOfDay(from);
        int i = from + 1;
        for (; i < readings.size(); i++) {
            int next = readings.millisOfDay(i);
            if (next - time > sessionGap) {
                break;
            }
            time = next;
            int activity = readings.activity(i);
            if (activity != activities[count - 1]) {
                addBout(i, activity);
            }
        }
        end = i;
    }

    private void addBout(int start, int activity) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            activities = Arrays.copyOf(activities, 2 * count);
        }
        starts[count] = start;
        activities[count++] = (byte) activity;
    }

    /** Joins bouts to segments in place: segments are never more than the bouts read so far. */
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
            // The neighbours of an absorbed bout are not absorbed themselves by it, so it joins the segment before it.
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

    /** The first reading of a segment. */
    int start(int segment) {
        return starts[segment];
    }

    /** The end (exclusive) of a segment's readings. */
    int end(int segment) {
        return segment + 1 < count ? starts[segment + 1] : end;
    }
}
