package io.petty.parquet.encoding;

/**
 * Encodes numbers in Parquet's DELTA_BINARY_PACKED: each number is stored as the difference from the previous one, in
 * as many bits as the widest difference of its miniblock needs. Encodes all numbers of a page at once.
 */
public final class DeltaEncoder {
    private static final int BLOCK = 128;
    private static final int MINIBLOCKS = 4;
    private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

    private final long[] deltas = new long[BLOCK];

    /** Encodes the first {@code count} values. Differences may overflow; decoding overflows in the same way. */
    public void encode(long[] values, int count, PageBuffer out) {
        out.putVarint(BLOCK);
        out.putVarint(MINIBLOCKS);
        out.putVarint(count);
        out.putZigzag(count == 0 ? 0 : values[0]);
        for (int from = 1; from < count; from += BLOCK) {
            putBlock(values, from, Math.min(count - from, BLOCK), out);
        }
    }

    private void putBlock(long[] values, int from, int count, PageBuffer out) {
        long least = Long.MAX_VALUE;
        long before = values[from - 1];
        for (int i = 0; i < count; i++) {
            long value = values[from + i];
            long delta = value - before;
            deltas[i] = delta;
            if (delta < least) {
                least = delta;
            }
            before = value;
        }
        out.putZigzag(least);
        int widths = out.size;
        out.putInt(0);
        for (int miniblock = 0; miniblock * MINIBLOCK < count; miniblock++) {
            int start = miniblock * MINIBLOCK;
            int end = Math.min(start + MINIBLOCK, count);
            long bits = 0;
            for (int i = start; i < end; i++) {
                deltas[i] -= least;
                bits |= deltas[i];
            }
            for (int i = end; i < start + MINIBLOCK; i++) {
                deltas[i] = 0;
            }
            int width = BitPacking.width(bits);
            out.bytes[widths + miniblock] = (byte) width;
            BitPacking.pack(deltas, start, start + MINIBLOCK, width, out);
        }
    }
}
