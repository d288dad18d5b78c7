package io.petty.parquet.lookup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a file's row groups.
 *
 * @param bytes the bytes of the whole file
 */
record KeyedPages(FileBytes.Source bytes, List<Group> groups) {
    /**
     * A row group.
     *
     * @param firstRow the group's first row in the file
     * @param chunks one per column, in the order of the table's columns
     */
    record Group(int firstRow, int rowCount, List<KeyedChunk> chunks) {}

    long heapBytes() {
        long size = 0;
        int @Nullable [] rows = null;
        for (Group group : groups) {
            for (KeyedChunk chunk : group.chunks()) {
                size += chunk.heapBytes();
                if (chunk.firstRows != rows) {
                    rows = chunk.firstRows;
                    size += (long) rows.length * Integer.BYTES;
                }
            }
        }
        return size;
    }
}
