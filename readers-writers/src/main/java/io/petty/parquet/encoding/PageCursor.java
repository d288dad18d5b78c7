package io.petty.parquet.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Reads the bytes of a decompressed page, or of a part of it, from front to back. Reading past the end throws {@link
 * ParquetDecodingException}, whatever the bytes are.
 */
public final class PageCursor {
    private static final int LOW_BITS = 7;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    private final byte[] bytes;
    private final int end;
    private int at;

    public PageCursor(ByteBuffer page) {
        this(page.array(), page.arrayOffset() + page.position(), page.arrayOffset() + page.limit());
    }

    /** @param end end of the bytes (exclusive) */
    public PageCursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    public int left() {
        return end - at;
    }

    /** Returns a cursor over the next {@code size} bytes, and skips them here. */
    PageCursor part(int size) {
        int from = skip(size);
        return new PageCursor(bytes, from, at);
    }

    /** Skips {@code size} bytes and returns their start. */
    private int skip(long size) {
        if (size < 0 || size > left()) {
            throw new ParquetDecodingException("A page has %d bytes instead of %d".formatted(left(), size));
        }
        int from = at;
        at += (int) size;
        return from;
    }

    int nextByte() {
        return bytes[skip(1)] & 0xFF;
    }

    int nextInt() {
        return (int) PageBuffer.INT.get(bytes, skip(Integer.BYTES));
    }

    /** See {@link PageBuffer#putVarint}. */
    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += LOW_BITS) {
            int next = nextByte();
            value |= (long) (next & LOW_MASK) << shift;
            if (next <= LOW_MASK) {
                return value;
            }
        }
        throw new ParquetDecodingException("A number in a page has no end");
    }

    /** See {@link PageBuffer#putZigzag}. */
    long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    void ints(long[] into, int from, int count) {
        int start = skip((long) count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            into[from + i] = (int) PageBuffer.INT.get(bytes, start + i * Integer.BYTES);
        }
    }

    void longs(long[] into, int from, int count) {
        int start = skip((long) count * Long.BYTES);
        for (int i = 0; i < count; i++) {
            into[from + i] = (long) PageBuffer.LONG.get(bytes, start + i * Long.BYTES);
        }
    }

    /** Reads a text of {@code size} bytes. */
    String text(int size) {
        return new String(bytes, skip(size), size, StandardCharsets.UTF_8);
    }

    /** Returns how many packed numbers of a width are left, at most {@link RunLengthEncoder#GROUP}. */
    int packedLeft(int width) {
        return width == 0
                ? RunLengthEncoder.GROUP
                : (int) Math.min(RunLengthEncoder.GROUP, (long) left() * Byte.SIZE / width);
    }

    /** Reads numbers of {@code width} bits, which end at a whole byte. */
    void unpack(int width, long[] into, int from, int count) {
        int start = skip(BitPacking.packedBytes(count, width));
        BitPacking.unpack(bytes, start, at, width, into, from, count);
    }
}
