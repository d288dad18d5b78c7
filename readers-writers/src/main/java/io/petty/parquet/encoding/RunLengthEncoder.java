package io.petty.parquet.encoding;

/**
 * Encodes dictionary ids and levels in Parquet's hybrid of run lengths and packed bits. Encodes all numbers of a page
 * at once: runs are found by looking ahead, without state for each number.
 */
public final class RunLengthEncoder {
    /** Packed numbers come in groups of this size. A shorter run isn't worth a header. */
    static final int GROUP = 8;

    private RunLengthEncoder() {}

    /** Encodes the first {@code count} values, each of at most {@code width} bits (0 to 32). */
    public static void encode(long[] values, int count, int width, PageBuffer out) {
        int packedFrom = 0;
        int i = 0;
        while (i < count) {
            int end = endOfRun(values, i, count);
            if (end - i >= GROUP) {
                putPacked(values, packedFrom, i, width, out);
                putRun(values[i], end - i, width, out);
                i = end;
                packedFrom = end;
            } else {
                i += GROUP;
            }
        }
        // The last group is padded with zeros, which no reader returns.
        putPacked(values, packedFrom, Math.max(packedFrom, count), width, out);
    }

    private static int endOfRun(long[] values, int from, int count) {
        long value = values[from];
        int end = from + 1;
        while (end < count && values[end] == value) {
            end++;
        }
        return end;
    }

    /** Encodes a number that occurs {@code count} times. */
    static void putRun(long value, int count, int width, PageBuffer out) {
        out.putVarint((long) count << 1);
        for (int bit = 0; bit < width; bit += Byte.SIZE) {
            out.putByte((int) (value >>> bit));
        }
    }

    private static void putPacked(long[] values, int from, int to, int width, PageBuffer out) {
        if (from == to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        out.putVarint(((long) groups << 1) | 1);
        int end = out.size + groups * width;
        BitPacking.pack(values, from, to, width, out);
        while (out.size < end) {
            out.putByte(0);
        }
    }
}
