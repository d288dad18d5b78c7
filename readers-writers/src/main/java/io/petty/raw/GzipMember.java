package io.petty.raw;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip members (RFC 1952), one after another, and checks the header, checksum and length of each.
 *
 * <p>Other libraries discard the data decompressed in a call that encounters an error, or stop after the first member
 * if the storage has no bytes ready. A broken file must yield every record before the break, so this class first
 * returns everything decompressed and throws in the next call.
 */
final class GzipMember extends InputStream {
    /** The first two bytes of a member, in little-endian order. */
    static final int MAGIC = 0x8B1F;

    private static final int HEADER_CRC = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int FILE_NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;

    private final RawInput input;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean inside;
    private boolean corrupt;

    GzipMember(RawInput input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Reads from the member; returns −1 at its end. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inside) {
            if (corrupt) {
                throw new IOException("its compressed data is corrupt");
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                end();
            } else if (!corrupt && inflater.needsInput()) {
                // Feeds the inflater only when it returns nothing: even if it has used up its input, it may still have
                // output.
                input.feed(inflater);
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) {
        long before = inflater.getBytesWritten();
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            corrupt = true;
            return (int) (inflater.getBytesWritten() - before);
        }
    }

    /** Reads the header of the member that starts at the input's position. */
    void start() throws IOException {
        checksum.reset();
        skipHeader(2);
        if (headerByte() != 8) {
            throw new IOException("its gzip header states an unknown compression method");
        }
        int flags = headerByte();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw new IOException("its gzip header has reserved flags");
        }
        skipHeader(6);
        if ((flags & EXTRA_FIELD) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        if ((flags & FILE_NAME) != 0) {
            skipHeaderText();
        }
        if ((flags & COMMENT) != 0) {
            skipHeaderText();
        }
        if ((flags & HEADER_CRC) != 0) {
            int expected = (int) checksum.getValue() & 0xFFFF;
            if ((headerByte() | headerByte() << 8) != expected) {
                throw new IOException("the checksum of its gzip header is wrong");
            }
        }
        checksum.reset();
        inflater.reset();
        inside = true;
    }

    private void end() throws IOException {
        input.takeBack(inflater);
        if (littleEndian() != checksum.getValue()) {
            throw new IOException("its checksum is wrong");
        }
        if (littleEndian() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new IOException("its length differs from the one it states");
        }
        inside = false;
    }

    private long littleEndian() throws IOException {
        return input.take() | input.take() << 8 | input.take() << 16 | (long) input.take() << 24;
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private void skipHeaderText() throws IOException {
        while (headerByte() != 0) {
            // Skips the text.
        }
    }

    private int headerByte() throws IOException {
        int value = input.take();
        checksum.update(value);
        return value;
    }

    /** Releases the inflater. The input stays open. */
    @Override
    public void close() {
        inflater.end();
    }
}
