package io.petty.parquet.encoding;

import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Packs numbers of a fixed width one after another, low bits first, as Parquet packs dictionary ids and deltas. Moves
 * eight bytes at a time.
 */
public final class BitPacking {
    private BitPacking() {}

    /** Returns the number of bits needed for the numbers up to {@code greatest}, which is unsigned. */
    public static int width(long greatest) {
        return Long.SIZE - Long.numberOfLeadingZeros(greatest);
    }

    /** Returns the bytes needed for {@code count} numbers. */
    static long packedBytes(long count, int width) {
        return (count * width + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Packs the values {@code from} to {@code to} (exclusive), each of at most {@code width} bits. */
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
        // Always writes eight bytes, for which there is room; the size determines how many are valid.
        PageBuffer.LONG.set(bytes, at, bits);
        out.size = at + (filled + Byte.SIZE - 1) / Byte.SIZE;
    }

    /**
     * Unpacks {@code count} numbers that start at {@code bytes[at]}.
     *
     * @param end end of the bytes (exclusive)
     * @throws ParquetDecodingException if there are fewer bytes
     */
    static void unpack(byte[] bytes, int at, int end, int width, long[] into, int from, int count) {
        if (packedBytes(count, width) > end - at) {
            throw new ParquetDecodingException("A page ends within packed numbers");
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
