package io.petty.reading;

/**
 * Sorts packed readings by (key, location). Files come almost in time order, which an insertion sort finishes in one
 * pass; a range that turns out to need many moves is merged instead, so hostile orders cost n log n.
 */
final class ReadingSort {
    /** Moves an insertion sort may spend on a row, on average, before merging is cheaper. */
    private static final int MOVES_PER_ROW = 8;

    private ReadingSort() {}

    /** Sorts rows {@code from} to {@code to} (exclusive). */
    static void sort(long[] keys, long[] locations, int from, int to) {
        long budget = (long) (to - from) * MOVES_PER_ROW;
        for (int i = from + 1; i < to; i++) {
            long key = keys[i];
            long location = locations[i];
            int j = i;
            while (j > from && (keys[j - 1] > key || (keys[j - 1] == key && locations[j - 1] > location))) {
                keys[j] = keys[j - 1];
                locations[j] = locations[j - 1];
                j--;
            }
            keys[j] = key;
            locations[j] = location;
            budget -= i - j;
            if (budget < 0) {
                mergeSort(keys, locations, from, to);
                return;
            }
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
     * Keeps the first of the rows of each millisecond, of rows sorted by {@link #sort}, moving what is kept to the front
     * of the range.
     *
     * @return the end of what is kept (exclusive)
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
