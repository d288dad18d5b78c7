package io.petty.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** The bytes of a page while it is put together: an array that grows, numbers little end first as Parquet has them. */
final class PageBuffer {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LOW_BITS = 7;
    private static final int LOW_MASK = (1 << LOW_BITS) - 1;

    /** Valid up to {@link #size}; another array after {@link #reserve}. */
    byte[] bytes = new byte[1 << 12];

    int size;

    void clear() {
        size = 0;
    }

    /** Makes room for more bytes behind the last. */
    void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }

    void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Appends the first {@code count} bytes of an array. */
    void putBytes(byte[] more, int count) {
        reserve(count);
        System.arraycopy(more, 0, bytes, size, count);
        size += count;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** An unsigned number of any length, seven bits a byte, the low ones first (ULEB128). */
    void putVarint(long value) {
        long left = value;
        while ((left & ~LOW_MASK) != 0) {
            putByte((int) (left & LOW_MASK) | (1 << LOW_BITS));
            left >>>= LOW_BITS;
        }
        putByte((int) left);
    }

    /** A signed number, small ones of either sign in few bytes. */
    void putZigzag(long value) {
        putVarint((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    BytesInput toBytesInput() {
        return BytesInput.from(bytes, 0, size);
    }
}
