package io.petty.raw;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file as the storage gives them. Remembers the storage's own failure, so that a reset connection is
 * never taken for a broken file.
 */
final class StorageStream extends InputStream {
    private final InputStream content;
    private @Nullable IOException failure;
    private boolean empty = true;

    StorageStream(InputStream content) {
        this.content = content;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = content.read(bytes, offset, length);
            if (count > 0) {
                empty = false;
            }
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Whether no byte has come yet. */
    boolean isEmpty() {
        return empty;
    }

    /** What the storage threw, or null. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
