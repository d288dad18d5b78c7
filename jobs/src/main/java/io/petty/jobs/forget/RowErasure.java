package io.petty.jobs.forget;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows out of files that are read row by row.
 *
 * @param collarId of the rows, where the table has a column for it and so only some pages need be read; null for all
 * @param rule which rows go
 */
record RowErasure<R, K>(RowTable<R> table, @Nullable String collarId, Rule<R> rule, Kept<R, K> kept)
        implements FileErasure<K> {
    /** Says which rows go. */
    interface Rule<R> extends Serializable {
        /** Returns the rule for the use of one thread. */
        RowTable.Rewriting<R> forThread();
    }

    /** Tells what is kept of a row that goes, or of one that changes. */
    interface Kept<R, K> extends Serializable {
        K of(R row);
    }

    @Override
    public Erased<K> erase(DataFile file, @Nullable String newName) throws IOException {
        RowTable.Rewriting<R> rewriting = rule.forThread();
        List<K> found = new ArrayList<>();
        RowTable.Looking<R> looking = row -> {
            if (!row.equals(rewriting.of(row))) {
                found.add(kept.of(row));
            }
        };
        if (collarId == null) {
            table.read(file, looking);
        } else {
            table.readThoseThatMayHold(file, "collar_id", collarId, looking);
        }
        DataFile left = found.isEmpty() || newName == null ? null : table.rewrite(file, rewriting, newName);
        return new Erased<>(found, left);
    }
}
