package io.petty.parquet.lookup;

import io.petty.parquet.encoding.PageDictionary;
import java.util.Arrays;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Where the pages of a column of a row group lie, and what of them needs no reading. */
final class KeyedChunk {
    /** Nothing is known of a page. */
    static final byte NOTHING = 0;
    /** All its rows are null. */
    static final byte NULLS = 1;
    /** All its rows have the chunk's {@link #value()}. */
    static final byte VALUE = 2;

    /** The first row of each page in the row group, and the row after the last; equal arrays of a file are the same. */
    final int[] firstRows;
    /** Where each page's header is in the file, and the byte after the last page. */
    final int[] offsets;

    final CompressionCodecName codec;
    private final KnownPages known;
    final @Nullable PageDictionary dictionary;

    KeyedChunk(
            int[] firstRows,
            int[] offsets,
            CompressionCodecName codec,
            KnownPages known,
            @Nullable PageDictionary dictionary) {
        this.firstRows = firstRows;
        this.offsets = offsets;
        this.codec = codec;
        this.known = known;
        this.dictionary = dictionary;
    }

    /** The page that holds a row. */
    int pageOf(int row) {
        int found = Arrays.binarySearch(firstRows, row);
        return found >= 0 ? found : -found - 2;
    }

    byte known(int page) {
        return known.pages == null ? NOTHING : known.pages[page];
    }

    /** A dictionary of the value that pages are known to have; null when none is. */
    @Nullable
    PageDictionary value() {
        return known.value;
    }

    /** What it takes beside the rows of pages, which chunks have in common. */
    long heapBytes() {
        return (long) offsets.length * Integer.BYTES
                + (known.pages == null ? 0 : known.pages.length)
                + (known.value == null ? 0 : known.value.heapBytes())
                + (dictionary == null ? 0 : dictionary.heapBytes());
    }
}
