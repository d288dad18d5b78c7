package io.petty.jobs.forget;

import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * What a file has of a collar.
 *
 * @param <K> what is kept of an erased row, which is serializable
 * @param rows what is kept of the erased rows; none if the file has nothing of the collar
 * @param left the file without those rows, not yet committed; null if no row is left or nothing was written
 */
record Erased<K>(List<K> rows, @Nullable DataFile left) implements Serializable {
    boolean isFound() {
        return !rows.isEmpty();
    }

    List<DataFile> files() {
        return left == null ? List.of() : List.of(left);
    }
}
