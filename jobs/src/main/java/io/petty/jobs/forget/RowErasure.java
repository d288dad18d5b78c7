package io.petty.jobs.forget;

import io.petty.jobs.batch.NewFile;
import io.petty.jobs.batch.RowTable;
import io.petty.parquet.ColumnFileReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * Erases rows from files that are read row by row.
 *
 * @param collarId the collar to look for if the table has a column {@code collar_id}, so that few pages are read; null
 *     to read all pages
 * @param rule determines which rows are erased or changed
 */
record RowErasure<R, K>(RowTable<R> table, @Nullable String collarId, Rule<R> rule, Kept<R, K> kept)
        implements FileWork<Erased<K>> {
    private static final int BLOCK_ROWS = 4_096;

    /** Determines which rows are erased or changed. */
    interface Rule<R> extends Serializable {
        /** Returns the rule for one thread. */
        Rewriting<R> forThread();
    }

    /** Returns the replacement of a row, or null to erase the row. */
    interface Rewriting<R> {
        @Nullable
        R of(R row);
    }

    /** Returns the data kept about an erased or changed row. */
    interface Kept<R, K> extends Serializable {
        K of(R row);
    }

    /** Erases all rows of a collar. */
    static <R, K> RowErasure<R, K> ofCollar(
            RowTable<R> table, String collarId, Kept<R, String> collarOf, Kept<R, K> kept) {
        return new RowErasure<>(table, collarId, () -> row -> collarOf.of(row).equals(collarId) ? null : row, kept);
    }

    @Override
    public Erased<K> of(DataFile file, @Nullable String newName) throws IOException {
        Rewriting<R> rewriting = rule.forThread();
        List<K> found = new ArrayList<>();
        Consumer<R> looking = row -> {
            if (!row.equals(rewriting.of(row))) {
                found.add(kept.of(row));
            }
        };
        if (collarId == null) {
            table.read(file.location(), looking);
        } else {
            table.readPagesWith(file.location(), "collar_id", collarId, looking);
        }
        return new Erased<>(found, found.isEmpty() || newName == null ? null : rewrite(file, rewriting, newName));
    }

    private @Nullable DataFile rewrite(DataFile file, Rewriting<R> rewriting, String newName) throws IOException {
        try (ColumnFileReader reader = table.open(file.location());
                NewFile<R> newFile = table.newFile(file.partition(), newName)) {
            List<R> block = new ArrayList<>();
            Iterator<R> rows = table.rows().read(reader, 0, reader.rowCount());
            while (rows.hasNext()) {
                R row = rewriting.of(rows.next());
                if (row != null) {
                    block.add(row);
                }
                if (block.size() == BLOCK_ROWS || !rows.hasNext()) {
                    newFile.write(block);
                    block.clear();
                }
            }
            return newFile.finish().stream().findFirst().orElse(null);
        }
    }
}
