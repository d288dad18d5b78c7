package io.petty.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A checksum of the parts for which Parquet has none: the page indexes and the footer. It is written between the two,
 * where the format allows any bytes and other readers never look. It consists of four letters, the length of the tail
 * (from the first index to the end of the file) and a CRC-32 of the tail without the checksum itself. Both numbers have
 * four bytes, little-endian.
 */
final class TailSeal {
    /** The size of the trailer at the end of every Parquet file: the length of the footer, and four letters. */
    static final int TRAILER_BYTES = 8;

    private static final byte[] LETTERS = "PSUM".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = LETTERS.length + 2 * Integer.BYTES;

    /** The number of bytes that are read first; few tails are longer. */
    private static final int FIRST_READ = 64 << 10;

    private TailSeal() {}

    /**
     * Returns the tail with its seal.
     *
     * @param indexes everything between the last row group and the footer
     * @param footer the footer, without the trailer
     */
    static byte[] sealed(byte[] indexes, byte[] footer, byte[] trailer) {
        int length = indexes.length + BYTES + footer.length + trailer.length;
        ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        tail.put(indexes).put(LETTERS).putInt(length).putInt(0).put(footer).put(trailer);
        tail.putInt(indexes.length + LETTERS.length + Integer.BYTES, checksum(tail.array(), 0, indexes.length));
        return tail.array();
    }

    /** Returns the checksum of the tail that starts at {@code start} and has its seal at {@code seal}. */
    private static int checksum(byte[] bytes, int start, int seal) {
        CRC32 sum = new CRC32();
        int field = seal + LETTERS.length + Integer.BYTES;
        sum.update(bytes, start, field - start);
        sum.update(bytes, field + Integer.BYTES, bytes.length - field - Integer.BYTES);
        return (int) sum.getValue();
    }

    /**
     * Verifies the end of a file against its seal. Returns false if it has none, as in files of other writers.
     *
     * @throws DamagedFileException if they differ
     */
    static boolean verify(String location, SeekableInputStream in, long fileBytes) throws IOException {
        byte[] bytes = read(in, fileBytes, (int) Math.min(FIRST_READ, fileBytes));
        if (bytes.length < TRAILER_BYTES) {
            return false;
        }
        long footer = littleEndian(bytes, bytes.length - TRAILER_BYTES);
        long toSeal = TRAILER_BYTES + footer + BYTES;
        if (footer < 0 || toSeal > fileBytes) {
            return false;
        }
        if (toSeal > bytes.length) {
            bytes = read(in, fileBytes, (int) toSeal);
        }
        int seal = (int) (bytes.length - toSeal);
        if (!Arrays.equals(bytes, seal, seal + LETTERS.length, LETTERS, 0, LETTERS.length)) {
            return false;
        }
        int length = littleEndian(bytes, seal + LETTERS.length);
        if (length < toSeal || length > fileBytes) {
            throw differs(location);
        }
        if (length > bytes.length) {
            int more = length - bytes.length;
            bytes = read(in, fileBytes, length);
            seal += more;
        }
        int start = bytes.length - length;
        if (checksum(bytes, start, seal) != littleEndian(bytes, seal + LETTERS.length + Integer.BYTES)) {
            throw differs(location);
        }
        return true;
    }

    private static DamagedFileException differs(String location) {
        return new DamagedFileException(location, "the checksum of its footer and indexes is wrong");
    }

    private static byte[] read(SeekableInputStream in, long fileBytes, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.seek(fileBytes - length);
        in.readFully(bytes);
        return bytes;
    }

    private static int littleEndian(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes, at, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
    }
}
