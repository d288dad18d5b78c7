package io.petty.jobs.batch;

import io.petty.parquet.ColumnFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/** A new data file in one partition of a table. It is created with its first row. */
public final class NewFile<R> implements Closeable {
    private final RowTable<R> rows;
    private final StructLike partition;
    private final String name;
    private @Nullable ColumnFileWriter<List<R>> writer;

    NewFile(RowTable<R> rows, StructLike partition, String name) {
        this.rows = rows;
        this.partition = partition;
        this.name = name;
    }

    public void write(List<R> block) throws IOException {
        if (block.isEmpty()) {
            return;
        }
        if (writer == null) {
            writer = new ColumnFileWriter<>(
                    TableFiles.newFile(rows.table(), partition, name),
                    rows.columns().get());
        }
        writer.write(block, 0, block.size());
    }

    /**
     * Completes the file and returns it; returns an empty list if there was no row. The file belongs to the table once
     * it is committed.
     */
    public List<DataFile> finish() throws IOException {
        if (writer == null) {
            return List.of();
        }
        writer.finish();
        return List.of(
                writer.dataFile(rows.table().spec(), partition, rows.table().sortOrder()));
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
