package io.petty.parquet.encoding;

import io.petty.parquet.ColumnChunkWriter;
import io.petty.parquet.ColumnFileReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the pages of a column many values at a time, where Parquet's own reader makes several calls for each. Knows
 * what {@link ColumnChunkWriter} writes.
 *
 * <p>Bytes that make no sense give a {@link ParquetDecodingException}, an id that the dictionary doesn't have an
 * {@link IndexOutOfBoundsException}; {@link ColumnFileReader#guarded} makes one of both.
 */
public abstract sealed class PageDecoder permits FlatPageDecoder, TextsPageDecoder {
    private @Nullable PageDictionary dictionary;

    /** Reads a dictionary, whose values these pages have. */
    public abstract PageDictionary readDictionary(PageCursor page, int size);

    /** Takes the dictionary of the pages that come, or null for none. */
    public void use(@Nullable PageDictionary next) {
        dictionary = next;
    }

    /**
     * Begins with a page.
     *
     * @param valueCount how many values it has, with nulls
     * @param levels the encoding of its levels
     */
    public abstract void start(int valueCount, Encoding levels, Encoding values, PageCursor page);

    /** Gives the next rows of the page, as rows {@code at} and on. Where one has no value, anything may be given. */
    public abstract void read(boolean[] nulls, int at, int rows);

    /** Leaves out the next rows of the page. */
    public abstract void skip(int rows);

    /** Gives the one value of a dictionary, or nulls when there is none. */
    public abstract void fill(@Nullable PageDictionary value, boolean[] nulls, int at, int rows);

    /** The ids of a page, which come next in it. */
    final RunLengthDecoder ids(PageCursor page) {
        if (dictionary == null) {
            throw new ParquetDecodingException("A page has ids, but no dictionary");
        }
        return new RunLengthDecoder(page, page.left() == 0 ? 0 : page.nextByte());
    }

    /** Levels of {@code width} bits, which come next in a page. */
    static RunLengthDecoder levels(PageCursor page, Encoding encoding, int width) {
        if (encoding != Encoding.RLE) {
            throw new ParquetDecodingException("A page has levels in " + encoding);
        }
        return new RunLengthDecoder(page.part(page.nextInt()), width);
    }
}
