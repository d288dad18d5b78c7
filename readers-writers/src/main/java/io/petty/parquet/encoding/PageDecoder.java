package io.petty.parquet.encoding;

import io.petty.parquet.ColumnChunkWriter;
import io.petty.parquet.ColumnFileReader;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the pages of a column, many values at a time. Parquet's own reader makes several calls for each value.
 * Supports what {@link ColumnChunkWriter} writes.
 *
 * <p>Throws {@link ParquetDecodingException} for invalid bytes and {@link IndexOutOfBoundsException} for an id that the
 * dictionary doesn't have. {@link ColumnFileReader#guarded} turns both into one exception.
 */
public abstract sealed class PageDecoder permits FlatPageDecoder, TextsPageDecoder {
    private @Nullable PageDictionary dictionary;

    /** Reads the dictionary of the pages. */
    public abstract PageDictionary readDictionary(PageCursor page, int size);

    /** Sets the dictionary of the following pages, or null for none. */
    public void use(@Nullable PageDictionary next) {
        dictionary = next;
    }

    /**
     * Starts a page.
     *
     * @param valueCount number of values, with nulls
     * @param levels the encoding of the page's levels
     */
    public abstract void start(int valueCount, Encoding levels, Encoding values, PageCursor page);

    /** Reads the next rows of the page into the rows from {@code at}. The value of a null row is unspecified. */
    public abstract void read(boolean[] nulls, int at, int rows);

    /** Skips the next rows of the page. */
    public abstract void skip(int rows);

    /** Fills rows with the single value of a dictionary, or with nulls if there is none. */
    public abstract void fill(@Nullable PageDictionary value, boolean[] nulls, int at, int rows);

    /** Returns a decoder for the ids that follow in a page. */
    final RunLengthDecoder ids(PageCursor page) {
        if (dictionary == null) {
            throw new ParquetDecodingException("A page has ids, but no dictionary");
        }
        return new RunLengthDecoder(page, page.left() == 0 ? 0 : page.nextByte());
    }

    /** Returns a decoder for the levels of {@code width} bits that follow in a page. */
    static RunLengthDecoder levels(PageCursor page, Encoding encoding, int width) {
        if (encoding != Encoding.RLE) {
            throw new ParquetDecodingException("A page has levels in " + encoding);
        }
        return new RunLengthDecoder(page.part(page.nextInt()), width);
    }
}
