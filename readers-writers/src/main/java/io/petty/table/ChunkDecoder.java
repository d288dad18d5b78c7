package io.petty.table;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the pages of a column chunk many values at a time, where Parquet's own reader makes several calls for each.
 * Knows what {@link ColumnChunkWriter} writes, lists aside; anything else is left to Parquet's reader, see
 * {@link #canRead}.
 *
 * <p>Bytes that make no sense give a {@link ParquetDecodingException}, an id that the dictionary doesn't have an
 * {@link IndexOutOfBoundsException}; {@link ColumnFileReader#guarded} makes one of both.
 */
abstract sealed class ChunkDecoder permits NumberChunkDecoder, TextChunkDecoder {
    private static final Set<Encoding> READ = EnumSet.of(Encoding.PLAIN, Encoding.DELTA_BINARY_PACKED, Encoding.RLE);

    private final PageReader pages;
    private final boolean isOptional;
    private final long[] levels;

    private final long firstRow;
    /** The next row to read, in the row group. */
    private long next;

    /** The row after the page at hand, in the row group. */
    private long pageEnd;

    private boolean hasDictionary;
    private @Nullable RunLengthDecoder pageLevels;
    private @Nullable RunLengthDecoder pageIds;

    /**
     * @param firstRow the first row of the row group to give; pages before it may have been left out
     * @param batchRows how many rows are read at once at most
     */
    ChunkDecoder(PageReader pages, ColumnDescriptor column, long firstRow, int batchRows) {
        this.pages = pages;
        this.isOptional = column.getMaxDefinitionLevel() > 0;
        this.levels = new long[isOptional ? batchRows : 0];
        this.firstRow = firstRow;
    }

    /** Whether a chunk holds only what is decoded here, by what the footer says of it. */
    static boolean canRead(ColumnDescriptor column, ColumnChunkMetaData chunk) {
        return column.getPath().length == 1
                && column.getMaxRepetitionLevel() == 0
                && chunk.getEncodingStats() != null
                && !chunk.getEncodingStats().usesV2Pages()
                && areRead(chunk.getEncodingStats().getDataEncodings())
                && areRead(chunk.getEncodingStats().getDictionaryEncodings())
                // These are also the levels', of which old writers name one that is none where there are no levels.
                && (column.getMaxDefinitionLevel() == 0 || areRead(chunk.getEncodings()));
    }

    private static boolean areRead(Set<Encoding> encodings) {
        return encodings.stream().allMatch(encoding -> encoding.usesDictionary() || READ.contains(encoding));
    }

    /** Reads the dictionary, if the chunk has one; needed once, before the first rows. */
    final void readDictionary() {
        DictionaryPage dictionary = pages.readDictionaryPage();
        if (dictionary != null) {
            setDictionary(cursor(dictionary.getBytes()), dictionary.getDictionarySize());
            hasDictionary = true;
        }
    }

    /** @param size how many values the page is said to have */
    abstract void setDictionary(PageCursor page, int size);

    /** Begins with a page whose values are encoded one by one. */
    abstract void startValues(Encoding encoding, PageCursor page);

    /** Gives the next {@code count} values of the page as those of row {@code at} and on. */
    abstract void values(int at, int count);

    /** Gives the values of ids. */
    abstract void values(RunLengthDecoder ids, int at, int count);

    /** Moves the first {@code count} values from row {@code at} on to the rows that are not null. */
    abstract void spread(boolean[] nulls, int at, int rows, int count);

    /** Gives the next rows, as rows 0 to {@code rows} (exclusive). Where one has no value, anything may be given. */
    final void read(boolean[] nulls, int rows) {
        int at = 0;
        while (at < rows) {
            if (next == pageEnd) {
                openPage();
            }
            // A page may begin before the rows asked for: those are read, and written over.
            boolean isWanted = next >= firstRow;
            int count = (int) Math.min(rows - at, (isWanted ? pageEnd : Math.min(pageEnd, firstRow)) - next);
            readPage(nulls, at, count);
            next += count;
            at += isWanted ? count : 0;
        }
    }

    private void openPage() {
        DataPage opened = pages.readPage();
        if (opened == null) {
            throw new ParquetDecodingException("A column ends at row %d of its row group".formatted(next));
        }
        if (!(opened instanceof DataPageV1 page)) {
            throw new ParquetDecodingException("A page is of another version than the footer says");
        }
        long start = page.getFirstRowIndex().orElse(pageEnd);
        if (start > Math.max(next, firstRow) || start < next || page.getValueCount() < 0) {
            throw new ParquetDecodingException("A page begins at row %d, not %d".formatted(start, next));
        }
        next = start;
        pageEnd = start + page.getValueCount();
        PageCursor cursor = cursor(page.getBytes());
        if (isOptional) {
            if (page.getDlEncoding() != Encoding.RLE) {
                throw new ParquetDecodingException("A page has levels in " + page.getDlEncoding());
            }
            pageLevels = new RunLengthDecoder(cursor.part(cursor.nextInt()), 1);
        }
        if (!page.getValueEncoding().usesDictionary()) {
            pageIds = null;
            startValues(page.getValueEncoding(), cursor);
        } else if (hasDictionary) {
            pageIds = new RunLengthDecoder(cursor, cursor.left() == 0 ? 0 : cursor.nextByte());
        } else {
            throw new ParquetDecodingException("A page has ids, but no dictionary");
        }
    }

    private void readPage(boolean[] nulls, int at, int rows) {
        int count = pageLevels == null ? rows : readLevels(pageLevels, nulls, at, rows);
        if (pageIds == null) {
            values(at, count);
        } else {
            values(pageIds, at, count);
        }
        if (count < rows) {
            spread(nulls, at, rows, count);
        }
    }

    /** Notes which rows are null, and counts the others. */
    private int readLevels(RunLengthDecoder decoder, boolean[] nulls, int at, int rows) {
        decoder.read(levels, 0, rows);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            boolean isNull = levels[i] == 0;
            nulls[at + i] = isNull;
            if (!isNull) {
                count++;
            }
        }
        return count;
    }

    private static PageCursor cursor(BytesInput page) {
        try {
            return new PageCursor(ZstdPages.heapBuffer(page));
        } catch (IOException e) {
            throw new ParquetDecodingException("A page can't be taken", e);
        }
    }
}
