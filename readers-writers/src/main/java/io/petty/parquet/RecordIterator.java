package io.petty.parquet;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Iterates over rows as records, and reads them batch by batch. */
final class RecordIterator<R> implements Iterator<R> {
    private final ColumnRows rows;
    private final ColumnBatch.ToRecord<R> toRecord;
    private @Nullable ColumnBatch batch;
    private int row;

    RecordIterator(ColumnRows rows, ColumnBatch.ToRecord<R> toRecord) {
        this.rows = rows;
        this.toRecord = toRecord;
    }

    @Override
    public boolean hasNext() {
        if (batch == null || row == batch.size()) {
            batch = rows.nextUnchecked();
            row = 0;
        }
        return batch != null;
    }

    @Override
    public R next() {
        if (!hasNext() || batch == null) {
            throw new NoSuchElementException();
        }
        return toRecord.record(batch, row++);
    }
}
