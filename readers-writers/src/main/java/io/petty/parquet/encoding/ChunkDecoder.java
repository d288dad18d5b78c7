package io.petty.parquet.encoding;

import io.petty.parquet.ColumnChunkWriter;
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

/**
 * Decodes the pages of a column chunk one after another. Lists, and encodings that {@link ColumnChunkWriter} doesn't
 * write, are left to Parquet's reader, see {@link #canRead}.
 */
public final class ChunkDecoder {
    private static final Set<Encoding> READ = EnumSet.of(Encoding.PLAIN, Encoding.DELTA_BINARY_PACKED, Encoding.RLE);

    private final PageReader pages;
    private final PageDecoder decoder;

    private final long firstRow;
    /** The next row to read, in the row group. */
    private long next;

    /** The row after the current page, in the row group. */
    private long pageEnd;

    /**
     * Reads the chunk's dictionary, if it has one.
     *
     * @param decoder decodes pages and stores their values
     * @param firstRow the first row of the row group to return; pages before it may be missing
     */
    public ChunkDecoder(PageReader pages, PageDecoder decoder, long firstRow) {
        this.pages = pages;
        this.decoder = decoder;
        this.firstRow = firstRow;
        DictionaryPage dictionary = pages.readDictionaryPage();
        decoder.use(
                dictionary == null
                        ? null
                        : decoder.readDictionary(cursor(dictionary.getBytes()), dictionary.getDictionarySize()));
    }

    /** Returns whether this class can decode the whole chunk, according to the footer. */
    public static boolean canRead(ColumnDescriptor column, ColumnChunkMetaData chunk) {
        return column.getPath().length == 1 && column.getMaxRepetitionLevel() == 0 && hasKnownPages(column, chunk);
    }

    /** Returns whether {@link PageDecoder} supports a chunk's pages and encodings. */
    public static boolean hasKnownPages(ColumnDescriptor column, ColumnChunkMetaData chunk) {
        return chunk.getEncodingStats() != null
                && !chunk.getEncodingStats().usesV2Pages()
                && areRead(chunk.getEncodingStats().getDataEncodings())
                && areRead(chunk.getEncodingStats().getDictionaryEncodings())
                // The encodings include those of levels. Old writers name one even if there are no levels.
                && (column.getMaxDefinitionLevel() == 0 || areRead(chunk.getEncodings()));
    }

    private static boolean areRead(Set<Encoding> encodings) {
        return encodings.stream().allMatch(encoding -> encoding.usesDictionary() || READ.contains(encoding));
    }

    /** Reads the next rows into rows 0 to {@code rows} (exclusive). The value of a null row is unspecified. */
    public void read(boolean[] nulls, int rows) {
        int at = 0;
        while (at < rows) {
            if (next == pageEnd) {
                openPage();
            }
            // A page may start before the requested rows.
            if (next < firstRow) {
                int skipped = (int) (Math.min(pageEnd, firstRow) - next);
                decoder.skip(skipped);
                next += skipped;
            } else {
                int count = (int) Math.min(rows - at, pageEnd - next);
                decoder.read(nulls, at, count);
                next += count;
                at += count;
            }
        }
    }

    private void openPage() {
        DataPage opened = pages.readPage();
        if (opened == null) {
            throw new ParquetDecodingException("A column ends before row %d of its row group".formatted(next));
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
        decoder.start(page.getValueCount(), page.getDlEncoding(), page.getValueEncoding(), cursor(page.getBytes()));
    }

    private static PageCursor cursor(BytesInput page) {
        try {
            return new PageCursor(ZstdPages.heapBuffer(page));
        } catch (IOException e) {
            throw new ParquetDecodingException("A page can't be read", e);
        }
    }
}
