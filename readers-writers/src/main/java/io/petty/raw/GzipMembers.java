package io.petty.raw;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip file of any number of members (RFC 1952) and checks each member's header, checksum and length.
 *
 * <p>Libraries throw away what they decompressed in the same call before they met an error, or stop at the first member
 * when the storage has no bytes at hand. A broken file shall give every line up to the break, so this class hands out
 * all that was decompressed and throws only in the call after. Whatever follows a member must be a member, zero padding
 * not excepted.
 */
final class GzipMembers extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int FILE_NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;

    private final InputStream source;
    private final byte[] input = new byte[64 << 10];
    private int inputFrom;
    private int inputTo;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean insideMember;
    private boolean firstMember = true;
    private boolean corrupt;

    GzipMembers(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (corrupt) {
                throw new IOException("its compressed data is corrupt");
            }
            if (!insideMember && !startMember()) {
                return -1;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (!corrupt && inflater.needsInput()) {
                feed();
            }
        }
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

    /** Only once the inflater gives nothing more: it may hold back output though it has used up its input. */
    private void feed() throws IOException {
        if (inputFrom == inputTo && !refill()) {
            throw new EOFException("it breaks off inside its compression");
        }
        inflater.setInput(input, inputFrom, inputTo - inputFrom);
        inputFrom = inputTo;
    }

    /** Reads a member's header; false at the file's proper end. */
    private boolean startMember() throws IOException {
        if (inputFrom == inputTo && !refill() && !firstMember) {
            return false;
        }
        checksum.reset();
        if (headerByte() != 0x1F || headerByte() != 0x8B) {
            throw new IOException(firstMember ? "it is not gzip" : "what follows its last gzip member is not gzip");
        }
        if (headerByte() != 8) {
            throw new IOException("its gzip header names an unknown compression");
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
                throw new IOException("its gzip header fails its checksum");
            }
        }
        checksum.reset();
        inflater.reset();
        insideMember = true;
        firstMember = false;
        return true;
    }

    private void endMember() throws IOException {
        inputFrom = inputTo - inflater.getRemaining();
        if (littleEndian() != checksum.getValue()) {
            throw new IOException("it fails its checksum");
        }
        if (littleEndian() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new IOException("its length is not the one it names");
        }
        insideMember = false;
    }

    private long littleEndian() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private void skipHeaderText() throws IOException {
        while (headerByte() != 0) {
            // The text is of no use here.
        }
    }

    private int headerByte() throws IOException {
        int value = nextByte();
        checksum.update(value);
        return value;
    }

    private int nextByte() throws IOException {
        if (inputFrom == inputTo && !refill()) {
            throw new EOFException("it breaks off inside its compression");
        }
        return input[inputFrom++] & 0xFF;
    }

    private boolean refill() throws IOException {
        int count = source.read(input, 0, input.length);
        inputFrom = 0;
        inputTo = Math.max(count, 0);
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        source.close();
    }
}
