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
 * Looks up the rows of a key in the files of a table, see {@link KeyedFile}. Reads and verifies a page or so of each
 * column, and of columns of which the file's index tells enough none. Safe for use by several threads at once.
 *
 * @param <R> what a row becomes
 */
public final class KeyedReader<R> implements Closeable {
    /** Buffers kept for the next look-ups; more are made and thrown away when more threads come at once. */
    private static final int KEPT = 16;

    private final TableColumns<?> columns;
    private final ColumnBatch.ToRecord<R> toRecord;
    private final BlockingQueue<KeyedRows> idle = new ArrayBlockingQueue<>(KEPT);
    private volatile boolean isClosed;

    /**
     * @param columns of the table, one of which is its key
     * @param toRecord makes a record of a row, whose columns are in the table's order
     */
    public KeyedReader(TableColumns<?> columns, ColumnBatch.ToRecord<R> toRecord) {
        this.columns = columns;
        this.toRecord = toRecord;
    }

    /**
     * Prepares a file for look-ups, for which all its keys are read.
     *
     * @param location the file's name in the table, for messages
     * @param path where it lies
     * @throws DamagedFileException when it doesn't hold what was written
     * @throws java.nio.file.NoSuchFileException when it isn't there
     */
    public KeyedFile open(String location, Path path) throws IOException {
        return KeyedFile.open(location, path, true, columns);
    }

    /**
     * Prepares a copy of a file, as {@link #open}, that may be removed to make room for others: look-ups then end in a
     * {@link java.nio.file.NoSuchFileException}.
     */
    public KeyedFile openCopy(String location, Path copy) throws IOException {
        return KeyedFile.open(location, copy, false, columns);
    }

    /**
     * The rows that hold a text as their key, in the file's order.
     *
     * @throws DamagedFileException when a page isn't what was written
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
