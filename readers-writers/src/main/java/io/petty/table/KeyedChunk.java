package io.petty.table;

import java.util.Arrays;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Where the pages of a column of a row group lie, and what of them needs no reading. */
final class KeyedChunk {
    /** Nothing is known of a page. */
    static final byte NOTHING = 0;
    /** All its rows are null. */
    static final byte NULLS = 1;
    /** All its rows have the chunk's {@link #value}. */
    static final byte VALUE = 2;

    /** The first row of each page in the row group, and the row after the last; equal arrays of a file are the same. */
    final int[] firstRows;
    /** Where each page's header is in the file, and the byte after the last page. */
    final int[] offsets;

    final CompressionCodecName codec;
    /** By page; null when nothing is known of any. */
    private final byte @Nullable [] known;
    /** A dictionary of one value. */
    final @Nullable PageDictionary value;

    final @Nullable PageDictionary dictionary;

    KeyedChunk(
            int[] firstRows,
            int[] offsets,
            CompressionCodecName codec,
            byte @Nullable [] known,
            @Nullable PageDictionary value,
            @Nullable PageDictionary dictionary) {
        this.firstRows = firstRows;
        this.offsets = offsets;
        this.codec = codec;
        this.known = known;
        this.value = value;
        this.dictionary = dictionary;
    }

    /** The page that holds a row. */
    int pageOf(int row) {
        int found = Arrays.binarySearch(firstRows, row);
        return found >= 0 ? found : -found - 2;
    }

    byte known(int page) {
        return known == null ? NOTHING : known[page];
    }

    /** What it takes beside the rows of pages, which chunks have in common. */
    long heapBytes() {
        return (long) offsets.length * Integer.BYTES
                + (known == null ? 0 : known.length)
                + (value == null ? 0 : value.heapBytes())
                + (dictionary == null ? 0 : dictionary.heapBytes());
    }
}
