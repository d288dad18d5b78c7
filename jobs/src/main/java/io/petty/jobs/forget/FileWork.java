package io.petty.jobs.forget;

import java.io.IOException;
import java.io.Serializable;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * Work on one file of a table. The work needs nothing else from the run, so any process can do it.
 *
 * @param <T> the result, which is serializable
 */
@FunctionalInterface
interface FileWork<T> extends Serializable {
    /** @param newName a unique name for a file that replaces this one; null if nothing may be written */
    T of(DataFile file, @Nullable String newName) throws IOException;

    /** Returns the same work without writing any file. */
    default FileWork<T> readOnly() {
        return (file, newName) -> of(file, null);
    }
}
