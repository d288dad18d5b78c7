package io.petty.jobs.forget;

import java.io.IOException;
import java.io.Serializable;
import org.apache.iceberg.DataFile;

/**
 * Something that is done with a table's file, without anything else of the run.
 *
 * @param <T> what it gives, which is serializable
 */
@FunctionalInterface
interface FileWork<T> extends Serializable {
    /** @param newName names a file that takes its place; no other file has that name */
    T of(DataFile file, String newName) throws IOException;
}
