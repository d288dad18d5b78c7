package io.petty.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of a range, batch by batch. What it reads belongs to the {@link ColumnFileReader}, which is closed instead. */
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
    /** The first row after what the open pages are read for. */
    private long pagesEnd;

    private @Nullable PageReadStore pages;

    ColumnRows(ColumnFileReader file, List<String> columns, long from, long to) {
        this.file = file;
        this.fileColumns = columns.stream().map(file::descriptor).toList();
        this.projection = file.projection(columns);
        this.vectors = new ColumnVectors(projection.getColumns(), BATCH_ROWS);
        this.batch = new ColumnBatch(vectors.vectors);
        this.next = from;
        this.to = to;
        this.pagesEnd = from;
    }

    /** The next rows, or null behind the last. The batch is the same object every time, filled anew. */
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
