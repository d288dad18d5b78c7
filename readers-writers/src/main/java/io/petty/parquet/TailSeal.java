package io.petty.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A checksum of what Parquet itself has none for: the indexes of pages and the footer. It stands between the two, where
 * the format allows any bytes and other readers never look: four letters, the length of the tail from the first index to
 * the end of the file, and a CRC-32 of all the tail but the checksum, both numbers in four bytes, little-endian.
 */
final class TailSeal {
    /** The footer's length and four letters, which end every Parquet file. */
    static final int TRAILER_BYTES = 8;

    private static final byte[] LETTERS = "PSUM".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = LETTERS.length + 2 * Integer.BYTES;

    /** What is read at first; few tails are longer. */
    private static final int FIRST_READ = 64 << 10;

    private TailSeal() {}

    /**
     * The tail with its seal.
     *
     * @param indexes all between the last row group and the footer
     * @param footer the footer, without the trailer
     */
    static byte[] sealed(byte[] indexes, byte[] footer, byte[] trailer) {
        int length = indexes.length + BYTES + footer.length + trailer.length;
        ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        tail.put(indexes).put(LETTERS).putInt(length).putInt(0).put(footer).put(trailer);
        tail.putInt(indexes.length + LETTERS.length + Integer.BYTES, checksum(tail.array(), 0, indexes.length));
        return tail.array();
    }

    /** Of the tail that begins at {@code start} and has its seal at {@code seal}. */
    private static int checksum(byte[] bytes, int start, int seal) {
        CRC32 sum = new CRC32();
        int field = seal + LETTERS.length + Integer.BYTES;
        sum.update(bytes, start, field - start);
        sum.update(bytes, field + Integer.BYTES, bytes.length - field - Integer.BYTES);
        return (int) sum.getValue();
    }

    /**
     * Compares the end of a file with its seal; false when it has none, as files of other writers.
     *
     * @throws DamagedFileException when they differ
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
        return new DamagedFileException(
                location, "its footer and indexes don't have the checksum they were written with");
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
