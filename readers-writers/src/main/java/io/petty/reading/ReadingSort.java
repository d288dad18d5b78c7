package io.petty.reading;

/**
 * Sorts packed readings by (key, location). Files are almost in time order, with some late readings far out of place.
 * Insertion sort would be slow for those, so all of them are moved aside, sorted and merged back. A range with too much
 * disorder is merge-sorted as a whole, so the worst case is O(n log n).
 */
final class ReadingSort {
    /** Late rows are moved aside only if at most one row in this many is late. */
    private static final int ROWS_PER_LATE_ROW = 4;

    private ReadingSort() {}

    /** Sorts rows {@code from} to {@code to} (exclusive). */
    static void sort(long[] keys, long[] locations, int from, int to) {
        int late = lateRows(keys, locations, from, to);
        if (late == 0) {
            return;
        }
        if (late > (to - from) / ROWS_PER_LATE_ROW) {
            mergeSort(keys, locations, from, to);
            return;
        }
        long[] lateKeys = new long[late];
        long[] lateLocations = new long[late];
        int kept = setLateRowsAside(keys, locations, from, to, lateKeys, lateLocations);
        sort(lateKeys, lateLocations, 0, late);
        mergeFromTheEnd(keys, locations, from, kept, lateKeys, lateLocations);
    }

    /** Returns the number of rows that come after a greater one. */
    private static int lateRows(long[] keys, long[] locations, int from, int to) {
        int late = 0;
        int greatest = from;
        for (int i = from + 1; i < to; i++) {
            if (isBefore(keys, locations, i, greatest)) {
                late++;
            } else {
                greatest = i;
            }
        }
        return late;
    }

    /** Moves the rows that are in order to the front and the others aside. Returns the end of the former. */
    private static int setLateRowsAside(
            long[] keys, long[] locations, int from, int to, long[] lateKeys, long[] lateLocations) {
        int kept = from + 1;
        int late = 0;
        for (int i = from + 1; i < to; i++) {
            if (isBefore(keys, locations, i, kept - 1)) {
                lateKeys[late] = keys[i];
                lateLocations[late++] = locations[i];
            } else {
                keys[kept] = keys[i];
                locations[kept++] = locations[i];
            }
        }
        return kept;
    }

    /**
     * Merges sorted late rows into the sorted rows {@code from} to {@code to} (exclusive). The arrays have room for the
     * late rows after {@code to}.
     */
    private static void mergeFromTheEnd(
            long[] keys, long[] locations, int from, int to, long[] lateKeys, long[] lateLocations) {
        int i = to - 1;
        int place = to + lateKeys.length - 1;
        for (int late = lateKeys.length - 1; late >= 0; late--) {
            long key = lateKeys[late];
            long location = lateLocations[late];
            while (i >= from && (keys[i] > key || (keys[i] == key && locations[i] > location))) {
                keys[place] = keys[i];
                locations[place--] = locations[i--];
            }
            keys[place] = key;
            locations[place--] = location;
        }
    }

    private static void mergeSort(long[] keys, long[] locations, int from, int to) {
        int size = to - from;
        long[] sourceKeys = keys;
        long[] sourceLocations = locations;
        int sourceFrom = from;
        long[] targetKeys = new long[size];
        long[] targetLocations = new long[size];
        int targetFrom = 0;
        for (int width = 1; width > 0 && width < size; width *= 2) {
            for (int start = 0; start < size; start += 2 * width) {
                int middle = Math.min(start + width, size);
                int end = Math.min(middle + width, size);
                int left = start;
                int right = middle;
                for (int k = start; k < end; k++) {
                    boolean takeLeft = right >= end
                            || (left < middle
                                    && !isBefore(sourceKeys, sourceLocations, sourceFrom + right, sourceFrom + left));
                    int taken = sourceFrom + (takeLeft ? left++ : right++);
                    targetKeys[targetFrom + k] = sourceKeys[taken];
                    targetLocations[targetFrom + k] = sourceLocations[taken];
                }
            }
            long[] otherKeys = sourceKeys;
            long[] otherLocations = sourceLocations;
            int otherFrom = sourceFrom;
            sourceKeys = targetKeys;
            sourceLocations = targetLocations;
            sourceFrom = targetFrom;
            targetKeys = otherKeys;
            targetLocations = otherLocations;
            targetFrom = otherFrom;
        }
        if (sourceKeys != keys) {
            System.arraycopy(sourceKeys, sourceFrom, keys, from, size);
            System.arraycopy(sourceLocations, sourceFrom, locations, from, size);
        }
    }

    private static boolean isBefore(long[] keys, long[] locations, int i, int j) {
        return keys[i] < keys[j] || (keys[i] == keys[j] && locations[i] < locations[j]);
    }

    /**
     * Keeps the first row of each millisecond and moves the kept rows to the front of the range. The rows must have
     * been sorted by {@link #sort}.
     *
     * @return the end of the kept rows (exclusive)
     */
    static int removeRepeats(long[] keys, long[] locations, int from, int to) {
        int kept = from;
        for (int i = from; i < to; i++) {
            if (kept == from || PackedReading.millisOfDay(keys[kept - 1]) != PackedReading.millisOfDay(keys[i])) {
                keys[kept] = keys[i];
                locations[kept++] = locations[i];
            }
        }
        return kept;
    }
}
