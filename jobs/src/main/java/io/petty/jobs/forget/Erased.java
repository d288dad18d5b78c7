package io.petty.jobs.forget;

import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * A collar's rows in a file, and the file without them.
 *
 * @param <K> the data kept about an erased row; serializable
 * @param rows the data kept about the erased rows; empty if the file has no row of the collar
 * @param left the file without them, not yet committed; null if no row is left or nothing was written
 */
record Erased<K>(List<K> rows, @Nullable DataFile left) implements Serializable {
    boolean isFound() {
        return !rows.isEmpty();
    }

    List<DataFile> files() {
        return left == null ? List.of() : List.of(left);
    }
}
