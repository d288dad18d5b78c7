package io.petty.raw;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file from the storage, buffered so that magic numbers can be checked before they are consumed.
 * Remembers a failure of the storage, so that a connection reset is never mistaken for a broken file.
 */
final class RawInput extends InputStream {
    private final InputStream content;
    private final byte[] buffer = new byte[64 << 10];
    private int from;
    private int to;
    private @Nullable IOException failure;

    RawInput(InputStream content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : buffer[from++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (from == to && length >= buffer.length) {
            return fromStorage(bytes, offset, length);
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(buffer, from, bytes, offset, count);
        from += count;
        return count;
    }

    /**
     * Reads one byte.
     *
     * @throws EOFException at the end of the file
     */
    int take() throws IOException {
        int value = read();
        if (value < 0) {
            throw incomplete();
        }
        return value;
    }

    /** Returns the next four bytes in little-endian order without consuming them; zeros past the end of the file. */
    int peek() throws IOException {
        if (to - from < 4) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            int count = 0;
            while (to < 4 && count >= 0) {
                count = fromStorage(buffer, to, buffer.length - to);
                to += Math.max(count, 0);
            }
        }
        int value = 0;
        for (int i = Math.min(4, to - from) - 1; i >= 0; i--) {
            value = value << 8 | (buffer[from + i] & 0xFF);
        }
        return value;
    }

    boolean isAtEnd() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(fromStorage(buffer, 0, buffer.length), 0);
        }
        return from == to;
    }

    void skipZeros() throws IOException {
        while (!isAtEnd() && buffer[from] == 0) {
            from++;
        }
    }

    /**
     * Passes bytes to an inflater, which may keep the array until it has used them.
     *
     * @throws EOFException at the end of the file
     */
    void feed(Inflater inflater) throws IOException {
        if (isAtEnd()) {
            throw incomplete();
        }
        inflater.setInput(buffer, from, to - from);
        from = to;
    }

    /** Takes back the bytes that the inflater didn't use. */
    void takeBack(Inflater inflater) {
        from = to - inflater.getRemaining();
    }

    static EOFException incomplete() {
        return new EOFException("the compressed data is incomplete");
    }

    private int fromStorage(byte[] bytes, int offset, int length) throws IOException {
        try {
            return content.read(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Returns the exception that the storage threw, or null. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
