package io.petty.parquet.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** A growing array for the bytes of a page. Numbers are little-endian, as in Parquet. */
public final class PageBuffer {
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LOW_BITS = 7;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    /** Valid up to {@link #size}. {@link #reserve} may replace the array. */
    public byte[] bytes = new byte[1 << 12];

    public int size;

    public void clear() {
        size = 0;
    }

    /** Makes room for more bytes after the last. */
    public void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Appends the first {@code count} bytes of an array. */
    public void putBytes(byte[] more, int count) {
        reserve(count);
        System.arraycopy(more, 0, bytes, size, count);
        size += count;
    }

    public void putInt(int value) {
        reserve(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    public void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** Appends an unsigned number with seven bits per byte, low bits first (ULEB128). */
    void putVarint(long value) {
        long left = value;
        while ((left & ~LOW_MASK) != 0) {
            putByte((int) (left & LOW_MASK) | (1 << LOW_BITS));
            left >>>= LOW_BITS;
        }
        putByte((int) left);
    }

    /** Appends a signed number; small ones of either sign take few bytes. */
    void putZigzag(long value) {
        putVarint((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    public BytesInput toBytesInput() {
        return BytesInput.from(bytes, 0, size);
    }
}
