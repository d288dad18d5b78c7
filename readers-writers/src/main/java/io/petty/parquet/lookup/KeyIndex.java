package io.petty.parquet.lookup;

import io.petty.parquet.RowRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Maps the keys of a file to their rows, in three arrays. A look-up service keeps such an index of every file in
 * memory.
 */
final class KeyIndex {
    /** All keys one after another, sorted, in UTF-8. A key whose rows aren't consecutive is repeated. */
    private final byte[] texts;

    /** The end of each key in the texts. */
    private final int[] ends;

    /** Each key's first row and the row after its last. */
    private final int[] rows;

    private KeyIndex(byte[] texts, int[] ends, int[] rows) {
        this.texts = texts;
        this.ends = ends;
        this.rows = rows;
    }

    long heapBytes() {
        return texts.length + (long) (ends.length + rows.length) * Integer.BYTES;
    }

    /** Returns the ranges of rows that have a key, in order; usually one or none. */
    List<RowRange> rows(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int at = firstNotBelow(bytes);
        if (at == ends.length || compare(at, bytes) != 0) {
            return List.of();
        }
        if (at + 1 == ends.length || compare(at + 1, bytes) != 0) {
            return List.of(range(at));
        }
        List<RowRange> ranges = new ArrayList<>();
        for (; at < ends.length && compare(at, bytes) == 0; at++) {
            ranges.add(range(at));
        }
        return ranges;
    }

    /** Returns up to {@code limit} distinct keys after {@code after}, or the first keys if {@code after} is empty. */
    List<String> keys(String after, int limit) {
        List<String> keys = new ArrayList<>();
        String last = after;
        for (int at = firstNotBelow(after.getBytes(StandardCharsets.UTF_8)); at < ends.length; at++) {
            String key = new String(texts, start(at), ends[at] - start(at), StandardCharsets.UTF_8);
            if (!key.equals(last)) {
                if (keys.size() == limit) {
                    break;
                }
                keys.add(key);
                last = key;
            }
        }
        return keys;
    }

    private RowRange range(int at) {
        return new RowRange(rows[2 * at], rows[2 * at + 1]);
    }

    private int firstNotBelow(byte[] key) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(middle, key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int at, byte[] key) {
        return Arrays.compareUnsigned(texts, start(at), ends[at], key, 0, key.length);
    }

    private int start(int at) {
        return at == 0 ? 0 : ends[at - 1];
    }

    /** Builds an index from the rows of a file, in their order. */
    static final class Builder {
        private record Run(String key, int from, int to) {
            byte[] bytes() {
                return key.getBytes(StandardCharsets.UTF_8);
            }
        }

        private final List<Run> runs = new ArrayList<>();

        /** Adds rows that have the same key. */
        void add(String key, int from, int to) {
            Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.to() == from && last.key().equals(key)) {
                runs.set(runs.size() - 1, new Run(key, last.from(), to));
            } else {
                runs.add(new Run(key, from, to));
            }
        }

        KeyIndex build() {
            // Files written by Petty are already in this order.
            runs.sort(Comparator.comparing(Run::bytes, Arrays::compareUnsigned));
            ByteArrayOutputStream texts = new ByteArrayOutputStream();
            int[] ends = new int[runs.size()];
            int[] rows = new int[2 * runs.size()];
            for (int i = 0; i < ends.length; i++) {
                Run run = runs.get(i);
                texts.writeBytes(run.bytes());
                ends[i] = texts.size();
                rows[2 * i] = run.from();
                rows[2 * i + 1] = run.to();
            }
            return new KeyIndex(texts.toByteArray(), ends, rows);
        }
    }
}
