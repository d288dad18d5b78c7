package io.petty.parquet.lookup;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.DamagedFileException;
import io.petty.parquet.RowRange;
import io.petty.parquet.TableColumns;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Looks up the rows of a key in the files of a table, see {@link KeyedFile}. It reads and verifies about one page of
 * each column, but no page of a column whose values the file's index already determines. Safe for use by several
 * threads at once.
 *
 * @param <R> the record of a row
 */
public final class KeyedReader<R> implements Closeable {
    /** The number of buffers kept for later look-ups. More concurrent look-ups create more buffers and discard them. */
    private static final int KEPT = 16;

    private final TableColumns<?> columns;
    private final ColumnBatch.ToRecord<R> toRecord;
    private final BlockingQueue<KeyedRows> idle = new ArrayBlockingQueue<>(KEPT);
    private volatile boolean isClosed;

    /**
     * @param columns the columns of the table, one of which is its key
     * @param toRecord creates a record from a row, whose columns are in the table's order
     */
    public KeyedReader(TableColumns<?> columns, ColumnBatch.ToRecord<R> toRecord) {
        this.columns = columns;
        this.toRecord = toRecord;
    }

    /**
     * Prepares a file for look-ups by reading all its keys.
     *
     * @param location the file's name in the table, for messages
     * @param path the file to read
     * @throws DamagedFileException if the file doesn't contain what was written
     * @throws java.nio.file.NoSuchFileException if the file doesn't exist
     */
    public KeyedFile open(String location, Path path) throws IOException {
        return KeyedFile.open(location, path, true, columns);
    }

    /**
     * Prepares a copy of a file, like {@link #open}. The copy may be deleted to make room for others; look-ups then
     * throw {@link java.nio.file.NoSuchFileException}.
     */
    public KeyedFile openCopy(String location, Path copy) throws IOException {
        return KeyedFile.open(location, copy, false, columns);
    }

    /**
     * Returns the rows with a key, in the file's order.
     *
     * @throws DamagedFileException if a page isn't what was written
     */
    public List<R> rows(KeyedFile file, String text) throws IOException {
        List<RowRange> ranges = file.rows(text);
        if (ranges.isEmpty()) {
            return List.of();
        }
        List<R> found = new ArrayList<>();
        KeyedPages pages = file.pages();
        if (pages == null) {
            readSlowly(file, ranges, found);
            return found;
        }
        KeyedRows rows = idle.poll();
        if (rows == null) {
            rows = new KeyedRows(columns);
        }
        try (FileBytes bytes = pages.bytes().open()) {
            for (RowRange range : ranges) {
                rows.read(file.location(), pages, bytes, text, range, toRecord, found);
            }
        } finally {
            if (!idle.offer(rows)) {
                rows.close();
            } else if (isClosed) {
                close();
            }
        }
        return found;
    }

    private void readSlowly(KeyedFile file, List<RowRange> ranges, List<R> found) throws IOException {
        try (ColumnFileReader reader = new ColumnFileReader(
                org.apache.iceberg.Files.localInput(file.path().toFile()), file.location())) {
            for (RowRange range : ranges) {
                reader.records(columns, range.from(), range.to(), toRecord).forEachRemaining(found::add);
            }
        } catch (NotFoundException e) {
            throw new NoSuchFileException(file.path().toString(), null, e.getMessage());
        }
    }

    @Override
    public void close() {
        isClosed = true;
        for (KeyedRows rows = idle.poll(); rows != null; rows = idle.poll()) {
            rows.close();
        }
    }
}
