package io.petty.jobs.forget;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds a collar in a table's file, and writes the file without it.
 *
 * @param <K> what is kept of a row that goes, which is serializable
 */
interface FileErasure<K> extends FileWork<FileErasure.Erased<K>> {
    /**
     * What is found in a file.
     *
     * @param rows what is kept of the rows that go; none when the file hasn't the collar
     * @param left what takes the file's place, not yet committed; null when no row is left, or the file was only looked at
     */
    record Erased<K>(List<K> rows, @Nullable DataFile left) implements Serializable {
        public Erased {
            rows = new ArrayList<>(rows);
        }

        boolean isFound() {
            return !rows.isEmpty();
        }

        List<DataFile> files() {
            return left == null ? List.of() : List.of(left);
        }
    }

    /** @param newName names the file without it; null to only look */
    Erased<K> erase(DataFile file, @Nullable String newName) throws IOException;

    @Override
    default Erased<K> of(DataFile file, String newName) throws IOException {
        return erase(file, newName);
    }

    /** The same, which writes nothing. */
    default FileWork<Erased<K>> looking() {
        return (file, newName) -> erase(file, null);
    }
}
