package io.petty.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the rows of a range, batch by batch. It has nothing to close: its resources belong to the {@link
 * ColumnFileReader}.
 */
public final class ColumnRows {
    private static final int BATCH_ROWS = 4_096;

    private final ColumnFileReader file;
    private final MessageType projection;
    private final List<ColumnDescriptor> fileColumns;
    private final ColumnVectors vectors;
    private final ColumnBatch batch;
    private final long to;
    /** The next row to read. */
    private long next;

    private int nextGroup;
    private long nextGroupStart;
    /** The row after the last one of the open pages. */
    private long pagesEnd;

    private @Nullable PageReadStore pages;

    ColumnRows(ColumnFileReader file, List<String> columns, long from, long to) {
        this(file, columns, List.of(), from, to);
    }

    /**
     * Reads all columns of a table. Optional columns that were added after the file was written are null in each row.
     */
    ColumnRows(ColumnFileReader file, TableColumns<?> table, long from, long to) {
        this(
                file,
                table.names().stream().filter(name -> file.isRead(table, name)).toList(),
                table.parquetSchema().getColumns(),
                from,
                to);
    }

    /**
     * @param table the table's columns; those that aren't in {@code columns} are absent. Empty to read only {@code
     *     columns}.
     */
    private ColumnRows(ColumnFileReader file, List<String> columns, List<ColumnDescriptor> table, long from, long to) {
        this.file = file;
        this.fileColumns = columns.stream().map(file::descriptor).toList();
        this.projection = file.projection(columns);
        this.vectors = new ColumnVectors(projection.getColumns(), BATCH_ROWS);
        this.batch = new ColumnBatch(table.size() <= columns.size() ? vectors.vectors : withAbsent(columns, table));
        this.next = from;
        this.to = to;
        this.pagesEnd = from;
    }

    private ColumnVector[] withAbsent(List<String> columns, List<ColumnDescriptor> table) {
        ColumnVector[] all = new ColumnVector[table.size()];
        for (int i = 0; i < all.length; i++) {
            int place = columns.indexOf(table.get(i).getPath()[0]);
            all[i] = place < 0 ? ColumnVector.absent(table.get(i), BATCH_ROWS) : vectors.vectors[place];
        }
        return all;
    }

    /** Returns the next rows, or null after the last. Each call refills and returns the same batch. */
    public @Nullable ColumnBatch next() throws IOException {
        if (next == to) {
            closePages();
            return null;
        }
        if (next == pagesEnd) {
            openPages();
        }
        int rows = (int) Math.min(BATCH_ROWS, pagesEnd - next);
        fill(rows);
        batch.set(next, rows);
        next += rows;
        return batch;
    }

    @Nullable
    ColumnBatch nextUnchecked() {
        try {
            return next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openPages() throws IOException {
        closePages();
        while (nextGroupStart + file.groupRows(nextGroup) <= next) {
            nextGroupStart += file.groupRows(nextGroup++);
        }
        long groupRows = file.groupRows(nextGroup);
        long from = next - nextGroupStart;
        long end = Math.min(groupRows, to - nextGroupStart);
        PageReadStore opened = file.pages(nextGroup, fileColumns, from, end);
        pages = opened;
        pagesEnd = nextGroupStart + end;
        boolean isWhole = opened.getRowCount() != end - from;
        file.guarded(() -> {
            vectors.open(file, nextGroup, projection, opened, isWhole ? 0 : from);
            return vectors;
        });
        if (isWhole) {
            for (long left = from; left > 0; left -= BATCH_ROWS) {
                fill((int) Math.min(BATCH_ROWS, left));
            }
        }
    }

    private void fill(int rows) throws IOException {
        file.guarded(() -> {
            vectors.fill(rows);
            return vectors;
        });
    }

    private void closePages() {
        if (pages != null) {
            pages.close();
            pages = null;
        }
    }
}
