package io.petty.parquet.encoding;

import org.apache.parquet.io.ParquetDecodingException;

/** Decodes Parquet's DELTA_BINARY_PACKED, one miniblock at a time. See {@link DeltaEncoder}. */
final class DeltaDecoder {
    /** Larger than the miniblocks of any writer. It keeps a damaged page from allocating a huge array. */
    private static final int MAX_MINIBLOCK = 1 << 16;

    /** The size of a miniblock is a multiple of this. */
    private static final int MINIBLOCK_UNIT = 32;

    private final PageCursor page;
    private final int miniblocks;
    private final long[] deltas;
    private final int[] widths;
    /** The number of values still to be returned. */
    private long left;

    private boolean isFirst = true;
    private long value;
    private long least;
    private int miniblock;
    /** The index of the next delta. */
    private int next;

    /** @param page a cursor at the header; must not be read elsewhere afterwards */
    DeltaDecoder(PageCursor page) {
        this.page = page;
        long block = page.varint();
        long count = page.varint();
        this.left = page.varint();
        this.value = page.zigzag();
        if (count < 1
                || block < 1
                || block % count != 0
                || block / count > MAX_MINIBLOCK
                || block / count % MINIBLOCK_UNIT != 0
                || count > MAX_MINIBLOCK) {
            throw new ParquetDecodingException("Blocks of %d deltas in %d miniblocks".formatted(block, count));
        }
        this.miniblocks = (int) count;
        this.widths = new int[miniblocks];
        this.deltas = new long[(int) (block / count)];
        this.miniblock = miniblocks;
        this.next = deltas.length;
    }

    /** @throws ParquetDecodingException if there are fewer values */
    void read(long[] into, int from, int count) {
        if (count > left) {
            throw new ParquetDecodingException("A page has %d values instead of %d".formatted(left, count));
        }
        left -= count;
        int at = from;
        if (isFirst && count > 0) {
            into[at++] = value;
            isFirst = false;
        }
        int stop = from + count;
        while (at < stop) {
            if (next == deltas.length) {
                nextMiniblock();
            }
            int end = Math.min(stop, at + deltas.length - next);
            long sum = value;
            while (at < end) {
                sum += least + deltas[next++];
                into[at++] = sum;
            }
            value = sum;
        }
    }

    private void nextMiniblock() {
        if (miniblock == miniblocks) {
            least = page.zigzag();
            for (int i = 0; i < miniblocks; i++) {
                widths[i] = page.nextByte();
            }
            miniblock = 0;
        }
        int width = widths[miniblock++];
        if (width > Long.SIZE) {
            throw new ParquetDecodingException("Deltas of %d bits in a page".formatted(width));
        }
        page.unpack(width, deltas, 0, deltas.length);
        next = 0;
    }
}
