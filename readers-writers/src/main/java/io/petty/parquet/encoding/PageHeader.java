package io.petty.parquet.encoding;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The header of a page. Parquet's own reader creates a dozen objects for it. For a look-up of one page per column, that
 * costs as much as the pages themselves.
 *
 * @param bytes size of the page, compressed
 * @param plainBytes size of the page, decompressed
 * @param checksum CRC-32 of the compressed page
 * @param valueCount number of values, with nulls
 * @param levels the encoding of the page's levels; for a dictionary, that of its values
 */
public record PageHeader(
        Kind kind, int bytes, int plainBytes, int checksum, int valueCount, Encoding levels, Encoding encoding) {
    public enum Kind {
        DATA,
        DICTIONARY
    }

    // Thrift's compact protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;
    private static final int NIBBLE = 4;
    private static final int LOW_NIBBLE = (1 << NIBBLE) - 1;
    private static final int MAX_DEPTH = 8;

    /** Reads a header, which must have a checksum, and leaves the cursor after it. */
    public static PageHeader read(PageCursor in) {
        int type = -1;
        int plainBytes = -1;
        int bytes = -1;
        int checksum = 0;
        boolean hasChecksum = false;
        int[] page = {-1, -1, -1};
        int id = 0;
        for (int field = in.nextByte(); field != STOP; field = in.nextByte()) {
            id = id(field, id, in);
            switch (id) {
                case 1 -> type = (int) in.zigzag();
                case 2 -> plainBytes = (int) in.zigzag();
                case 3 -> bytes = (int) in.zigzag();
                case 4 -> {
                    checksum = (int) in.zigzag();
                    hasChecksum = true;
                }
                // Both kinds of pages have their count and encoding in the same fields. Data pages also have the
                // encoding of levels.
                case 5, 7 -> readPage(in, page);
                default -> skip(in, field & LOW_NIBBLE, 0);
            }
        }
        if (!hasChecksum) {
            throw new ParquetDecodingException("A page has no checksum");
        }
        if (bytes < 0 || plainBytes < 0 || page[0] < 0 || (type != 0 && type != 2)) {
            throw new ParquetDecodingException("A page has an invalid header");
        }
        Encoding encoding = encoding(page[1]);
        return new PageHeader(
                type == 0 ? Kind.DATA : Kind.DICTIONARY,
                bytes,
                plainBytes,
                checksum,
                page[0],
                type == 0 ? encoding(page[2]) : encoding,
                encoding);
    }

    private static void readPage(PageCursor in, int[] page) {
        int id = 0;
        for (int field = in.nextByte(); field != STOP; field = in.nextByte()) {
            id = id(field, id, in);
            int type = field & LOW_NIBBLE;
            if (id >= 1 && id <= page.length && type > BYTE && type < DOUBLE) {
                page[id - 1] = (int) in.zigzag();
            } else {
                skip(in, type, 0);
            }
        }
    }

    private static int id(int field, int before, PageCursor in) {
        int step = field >>> NIBBLE;
        return step == 0 ? (int) in.zigzag() : before + step;
    }

    private static void skip(PageCursor in, int type, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ParquetDecodingException("A page's header is nested too deeply");
        }
        switch (type) {
            case TRUE, FALSE -> {
                // The type is the value.
            }
            case BYTE -> in.nextByte();
            case DOUBLE -> in.part(Double.BYTES);
            case BINARY -> in.part((int) in.varint());
            case LIST, SET -> {
                int head = in.nextByte();
                long count = head >>> NIBBLE == LOW_NIBBLE ? in.varint() : head >>> NIBBLE;
                int of = head & LOW_NIBBLE;
                for (long i = 0; i < count; i++) {
                    // Booleans in a list take a byte each.
                    skip(in, of == TRUE || of == FALSE ? BYTE : of, depth + 1);
                }
            }
            case STRUCT -> {
                int id = 0;
                for (int field = in.nextByte(); field != STOP; field = in.nextByte()) {
                    id = id(field, id, in);
                    skip(in, field & LOW_NIBBLE, depth + 1);
                }
            }
            default -> {
                if (type <= BYTE || type >= DOUBLE) {
                    throw new ParquetDecodingException("A page's header has a field of type " + type);
                }
                in.varint();
            }
        }
    }

    private static Encoding encoding(int number) {
        return switch (number) {
            case 0 -> Encoding.PLAIN;
            case 3 -> Encoding.RLE;
            case 5 -> Encoding.DELTA_BINARY_PACKED;
            // Old writers use 2 for the same encoding.
            case 2, 8 -> Encoding.RLE_DICTIONARY;
            default -> throw new ParquetDecodingException("A page has the encoding " + number);
        };
    }
}
