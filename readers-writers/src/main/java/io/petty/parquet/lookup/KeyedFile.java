package io.petty.parquet.lookup;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnRows;
import io.petty.parquet.RowRange;
import io.petty.parquet.TableColumns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of a table, prepared for look-ups by key: the rows of each key, the positions of the pages of each column, and
 * the dictionaries. The pages themselves stay in the file. Safe for use by several threads at once. See {@link
 * KeyedReader}.
 */
public final class KeyedFile {
    /** The approximate memory of the objects around the arrays. */
    private static final int OBJECT_BYTES = 4_096;

    private final String location;
    private final Path path;
    private final KeyIndex keys;
    private final @Nullable KeyedPages pages;

    private KeyedFile(String location, Path path, KeyIndex keys, @Nullable KeyedPages pages) {
        this.location = location;
        this.path = path;
        this.keys = keys;
        this.pages = pages;
    }

    /** @param isMapped whether the file is mapped into memory; if not, it is opened again for each look-up */
    static KeyedFile open(String location, Path path, boolean isMapped, TableColumns<?> columns) throws IOException {
        if (Files.size(path) > Integer.MAX_VALUE) {
            // Petty writes no files of this size.
            try (ColumnFileReader reader =
                    new ColumnFileReader(org.apache.iceberg.Files.localInput(path.toFile()), location)) {
                return new KeyedFile(location, path, keys(reader, columns.requiredKey()), null);
            }
        }
        FileBytes.Source source = isMapped ? FileBytes.Mapped.of(path) : new FileBytes.Reopened(path);
        ByteBuffer bytes =
                source instanceof FileBytes.Mapped mapped ? mapped.bytes() : ByteBuffer.wrap(Files.readAllBytes(path));
        try (ColumnFileReader reader = new ColumnFileReader(new BufferInput(location, bytes))) {
            KeyIndex keys = keys(reader, columns.requiredKey());
            return new KeyedFile(location, path, keys, pages(reader, source, columns));
        }
    }

    private static KeyIndex keys(ColumnFileReader reader, String key) throws IOException {
        KeyIndex.Builder keys = new KeyIndex.Builder();
        ColumnRows rows = reader.read(List.of(key), 0, reader.rowCount());
        for (ColumnBatch batch = rows.next(); batch != null; batch = rows.next()) {
            int first = Math.toIntExact(batch.firstRow());
            for (int row = 0, end; row < batch.size(); row = end) {
                end = batch.endOfText(0, row);
                keys.add(batch.string(0, row), first + row, first + end);
            }
        }
        return keys.build();
    }

    private static @Nullable KeyedPages pages(ColumnFileReader reader, FileBytes.Source bytes, TableColumns<?> columns)
            throws IOException {
        try (PageFinder finder = new PageFinder(reader, columns, bytes)) {
            return reader.guarded(() -> Optional.ofNullable(finder.find())).orElse(null);
        }
    }

    /** Returns the approximate heap that the file takes. */
    public long heapBytes() {
        return OBJECT_BYTES + keys.heapBytes() + (pages == null ? 0 : pages.heapBytes());
    }

    /**
     * Returns up to {@code limit} keys in order, starting with the first one after {@code after}.
     *
     * @param after empty to start with the first key of the file
     */
    public List<String> keys(String after, int limit) {
        return keys.keys(after, limit);
    }

    List<RowRange> rows(String key) {
        return keys.rows(key);
    }

    String location() {
        return location;
    }

    Path path() {
        return path;
    }

    /** Returns null if the file's layout isn't Petty's; then {@link ColumnFileReader} reads it. */
    @Nullable
    KeyedPages pages() {
        return pages;
    }
}
