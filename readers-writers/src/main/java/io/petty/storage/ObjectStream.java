package io.petty.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A stream that returns exactly as many bytes as were listed, or fails. */
abstract class ObjectStream extends InputStream {
    private final long size;
    private long position;
    private boolean finished;
    private boolean closed;

    ObjectStream(long size) {
        this.size = size;
    }

    /** Returns the number of bytes read so far. */
    final long position() {
        return position;
    }

    /**
     * Reads at least one byte.
     *
     * @param length at least 1, and at most the number of listed bytes that haven't been read yet
     * @throws IOException if there is no byte
     */
    abstract int readSome(byte[] buffer, int offset, int length) throws IOException;

    /** Called once, when all listed bytes have been read. Verifies that they are those of the listed version. */
    abstract void finish() throws IOException;

    abstract void release() throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            throw new IOException("The stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        int count = -1;
        if (position < size) {
            count = readSome(buffer, offset, (int) Math.min(length, size - position));
            position += count;
        }
        // Verifies the object when its last byte is read, not after that: many readers recognize the end by the content
        // and never read past it.
        if (position == size && !finished) {
            finish();
            finished = true;
        }
        return count;
    }

    /**
     * Returns the number of bytes left, although reading them may block. The JDK's gzip reader takes 0 for the end and
     * would skip later members of a file.
     */
    @Override
    public final int available() {
        return closed ? 0 : (int) Math.min(size - position, Integer.MAX_VALUE);
    }

    @Override
    public final void close() throws IOException {
        if (!closed) {
            closed = true;
            release();
        }
    }
}
