package io.petty.parquet.encoding;

import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Numbers of a fixed count of bits one behind another, the low bits first, as Parquet packs dictionary ids and deltas.
 * Eight bytes are moved at a time.
 */
public final class BitPacking {
    private BitPacking() {}

    /** How many bits hold every number that is not above the greatest, which is taken as unsigned. */
    public static int width(long greatest) {
        return Long.SIZE - Long.numberOfLeadingZeros(greatest);
    }

    /** Bytes that hold {@code count} numbers. */
    static long packedBytes(long count, int width) {
        return (count * width + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Packs the values {@code from} to {@code to} (exclusive), none of which has more bits than {@code width}. */
    static void pack(long[] values, int from, int to, int width, PageBuffer out) {
        out.reserve(Math.toIntExact(packedBytes(to - from, width)) + Long.BYTES);
        byte[] bytes = out.bytes;
        int at = out.size;
        long bits = 0;
        int filled = 0;
        for (int i = from; i < to; i++) {
            long value = values[i];
            bits |= value << filled;
            filled += width;
            if (filled >= Long.SIZE) {
                PageBuffer.LONG.set(bytes, at, bits);
                at += Long.BYTES;
                filled -= Long.SIZE;
                bits = filled == 0 ? 0 : value >>> (width - filled);
            }
        }
        // The whole of it is written, room for which was kept; the size says how much counts.
        PageBuffer.LONG.set(bytes, at, bits);
        out.size = at + (filled + Byte.SIZE - 1) / Byte.SIZE;
    }

    /**
     * Unpacks {@code count} numbers that begin at {@code bytes[at]}.
     *
     * @param end of the bytes (exclusive)
     * @throws ParquetDecodingException when there are fewer bytes
     */
    static void unpack(byte[] bytes, int at, int end, int width, long[] into, int from, int count) {
        if (packedBytes(count, width) > end - at) {
            throw new ParquetDecodingException("A page ends inside of packed numbers");
        }
        if (width == 0) {
            Arrays.fill(into, from, from + count, 0);
            return;
        }
        long mask = -1L >>> (Long.SIZE - width);
        int next = at;
        long bits = 0;
        int filled = 0;
        for (int i = from; i < from + count; i++) {
            if (filled >= width) {
                into[i] = bits & mask;
                bits >>>= width;
                filled -= width;
            } else {
                long more = next + Long.BYTES <= end ? (long) PageBuffer.LONG.get(bytes, next) : rest(bytes, next, end);
                next += Long.BYTES;
                into[i] = (bits | (more << filled)) & mask;
                int used = width - filled;
                bits = used == Long.SIZE ? 0 : more >>> used;
                filled = Long.SIZE - used;
            }
        }
    }

    private static long rest(byte[] bytes, int from, int end) {
        long bits = 0;
        for (int i = end - 1; i >= from; i--) {
            bits = (bits << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return bits;
    }
}
