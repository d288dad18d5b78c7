package io.petty.table;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Decodes texts; each of a dictionary once, so that equal texts of a row group are one object. */
final class TextChunkDecoder extends ChunkDecoder {
    private final String[] values;
    private final long[] ids;
    private String[] dictionary = new String[0];
    private @Nullable PageCursor plain;

    /** @param values what is read goes here, by row; anything where a row is null */
    TextChunkDecoder(PageReader pages, ColumnDescriptor column, long firstRow, String[] values) {
        super(pages, column, firstRow, values.length);
        this.values = values;
        this.ids = new long[values.length];
    }

    @Override
    void setDictionary(PageCursor page, int size) {
        if (size < 0 || (long) size * Integer.BYTES > page.left()) {
            throw new ParquetDecodingException("A dictionary of %d texts in %d bytes".formatted(size, page.left()));
        }
        dictionary = new String[size];
        for (int i = 0; i < size; i++) {
            dictionary[i] = page.text(page.nextInt());
        }
    }

    @Override
    void startValues(Encoding encoding, PageCursor page) {
        if (encoding != Encoding.PLAIN) {
            throw new ParquetDecodingException("A page of texts in " + encoding);
        }
        plain = page;
    }

    @Override
    void values(int at, int count) {
        if (plain != null) {
            for (int i = at; i < at + count; i++) {
                values[i] = plain.text(plain.nextInt());
            }
        }
    }

    @Override
    void values(RunLengthDecoder decoder, int at, int count) {
        decoder.read(ids, 0, count);
        for (int i = 0; i < count; i++) {
            values[at + i] = dictionary[(int) ids[i]];
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int rows, int count) {
        int value = at + count - 1;
        for (int row = at + rows - 1; row > value; row--) {
            if (!nulls[row]) {
                values[row] = values[value--];
            }
        }
    }
}
