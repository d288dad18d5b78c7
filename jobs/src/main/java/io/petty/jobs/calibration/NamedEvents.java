package io.petty.jobs.calibration;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The ids of the events that groups of feedback name, packed and sorted. Several groups may name the same event. */
final class NamedEvents implements Serializable {
    private static final int PREFIX = "evt_".length();
    private static final int DIGITS = 24;
    private static final int HIGH_DIGITS = 16;

    /** The first 16 hex digits of the event id that each group names. */
    private final long[] high;

    /** The last 8 hex digits of the event id that each group names. */
    private final int[] low;

    private NamedEvents(Builder builder) {
        high = builder.high.build().toArray();
        low = builder.low.build().toArray();
    }

    /** Returns the groups that name an event, in ascending order. */
    List<Integer> groups(String eventId) {
        long idHigh = high(eventId);
        int idLow = low(eventId);
        int from = first(idHigh, idLow);
        int to = from;
        while (to < high.length && compare(to, idHigh, idLow) == 0) {
            to++;
        }
        return IntStream.range(from, to).boxed().toList();
    }

    /** Returns the index of the first group that names an event, or the index at which it would be inserted. */
    private int first(long idHigh, int idLow) {
        int from = 0;
        int to = high.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(middle, idHigh, idLow) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private int compare(int group, long idHigh, int idLow) {
        int order = Long.compareUnsigned(high[group], idHigh);
        return order == 0 ? Integer.compareUnsigned(low[group], idLow) : order;
    }

    private static long high(String eventId) {
        return Long.parseUnsignedLong(eventId, PREFIX, PREFIX + HIGH_DIGITS, 16);
    }

    private static int low(String eventId) {
        return Integer.parseUnsignedInt(eventId, PREFIX + HIGH_DIGITS, PREFIX + DIGITS, 16);
    }

    static final class Builder {
        private final LongStream.Builder high = LongStream.builder();
        private final IntStream.Builder low = IntStream.builder();

        /** Adds a group's event. Ids must be added in ascending order. */
        void add(String eventId) {
            high.add(high(eventId));
            low.add(low(eventId));
        }

        NamedEvents build() {
            return new NamedEvents(this);
        }
    }
}
