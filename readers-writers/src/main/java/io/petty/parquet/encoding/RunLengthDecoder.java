package io.petty.parquet.encoding;

import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Decodes Parquet's hybrid of run lengths and packed bits, as many numbers as requested. See {@link RunLengthEncoder}.
 */
final class RunLengthDecoder {
    private static final int MAX_WIDTH = 32;

    private final PageCursor page;
    private final int width;
    /** The number of values left in the current run. */
    private long left;

    private boolean isPacked;
    private long value;
    private final long[] group = new long[RunLengthEncoder.GROUP];

    /**
     * @param page a cursor at the first run; must not be read elsewhere afterwards
     * @param width bits of a number, 0 to 32
     */
    RunLengthDecoder(PageCursor page, int width) {
        if (width < 0 || width > MAX_WIDTH) {
            throw new ParquetDecodingException("Numbers of %d bits in a page".formatted(width));
        }
        this.page = page;
        this.width = width;
    }

    /** @throws ParquetDecodingException if there are fewer numbers */
    void read(long[] into, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (left == 0) {
                startRun();
            }
            int taken = (int) Math.min(left, end - at);
            if (!isPacked) {
                Arrays.fill(into, at, at + taken, value);
            } else {
                taken = unpack(into, at, taken);
            }
            at += taken;
            left -= taken;
        }
    }

    /** Unpacks whole groups in place, and partial groups through a buffer. */
    private int unpack(long[] into, int at, int count) {
        int inGroup = (int) (left % RunLengthEncoder.GROUP);
        if (inGroup == 0 && count >= RunLengthEncoder.GROUP) {
            int whole = count - count % RunLengthEncoder.GROUP;
            page.unpack(width, into, at, whole);
            return whole;
        }
        if (inGroup == 0) {
            // Some writers omit the unused bytes of the last group.
            page.unpack(width, group, 0, Math.min(RunLengthEncoder.GROUP, Math.max(count, page.packedLeft(width))));
            inGroup = RunLengthEncoder.GROUP;
        }
        int taken = Math.min(inGroup, count);
        System.arraycopy(group, RunLengthEncoder.GROUP - inGroup, into, at, taken);
        return taken;
    }

    private void startRun() {
        long header = page.varint();
        isPacked = (header & 1) == 1;
        left = header >>> 1;
        if (isPacked) {
            if (left > Integer.MAX_VALUE) {
                throw new ParquetDecodingException("A run of %d groups in a page".formatted(left));
            }
            left *= RunLengthEncoder.GROUP;
        } else {
            value = 0;
            for (int bit = 0; bit < width; bit += Byte.SIZE) {
                value |= (long) page.nextByte() << bit;
            }
        }
    }
}
