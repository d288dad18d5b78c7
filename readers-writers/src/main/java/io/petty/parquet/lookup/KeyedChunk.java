package io.petty.parquet.lookup;

import io.petty.parquet.encoding.PageDictionary;
import java.util.Arrays;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** The pages of a column of a row group: their positions, and which of them needn't be read. */
final class KeyedChunk {
    /** Nothing is known about the page. */
    static final byte NOTHING = 0;
    /** All rows of the page are null. */
    static final byte NULLS = 1;
    /** All rows of the page have the chunk's {@link #value()}. */
    static final byte VALUE = 2;

    /**
     * The first row of each page in the row group, and the row after the last. Equal arrays of a file are the same
     * object.
     */
    final int[] firstRows;
    /** The position of each page's header in the file, and the byte after the last page. */
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

    /** Returns the page that has a row. */
    int pageOf(int row) {
        int found = Arrays.binarySearch(firstRows, row);
        return found >= 0 ? found : -found - 2;
    }

    byte known(int page) {
        return known.pages == null ? NOTHING : known.pages[page];
    }

    /** Returns a dictionary of the value that pages are known to have, or null if there is none. */
    @Nullable
    PageDictionary value() {
        return known.value;
    }

    /** Returns the memory of this chunk, without the array of rows, which chunks share. */
    long heapBytes() {
        return (long) offsets.length * Integer.BYTES
                + (known.pages == null ? 0 : known.pages.length)
                + (known.value == null ? 0 : known.value.heapBytes())
                + (dictionary == null ? 0 : dictionary.heapBytes());
    }
}
