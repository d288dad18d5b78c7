package io.petty.jobs.forget;

import io.petty.jobs.batch.TableFiles;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.RowRange;
import io.petty.parquet.TableColumns;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** A table whose files are read and written row by row. */
record RowTable<R>(Table table, Columns<R> columns, FileRows<R> rows) implements Serializable {
    private static final int BLOCK_ROWS = 4_096;

    /** Names the columns, which can't be sent to another process themselves. */
    interface Columns<R> extends Serializable {
        TableColumns<List<R>> get();
    }

    /** Reads rows of a file in its order. */
    interface FileRows<R> extends Serializable {
        Iterator<R> read(ColumnFileReader file, long from, long to);
    }

    /** Looks at rows of a file. */
    interface Looking<R> {
        void at(R row);
    }

    /** Says what is to stand in a row's place: null for nothing. */
    interface Rewriting<R> {
        @Nullable
        R of(R row);
    }

    void read(DataFile file, Looking<R> looking) throws IOException {
        try (ColumnFileReader reader = open(file)) {
            rows.read(reader, 0, reader.rowCount()).forEachRemaining(looking::at);
        }
    }

    /** Reads the pages that may hold a text in a column. */
    void readThoseThatMayHold(DataFile file, String column, String text, Looking<R> looking) throws IOException {
        try (ColumnFileReader reader = open(file)) {
            for (RowRange range : reader.rowsThatMayHold(column, text)) {
                rows.read(reader, range.from(), range.to()).forEachRemaining(looking::at);
            }
        }
    }

    private ColumnFileReader open(DataFile file) throws IOException {
        return new ColumnFileReader(table.io().newInputFile(file.location()));
    }

    /** Rewrites a file in its order; null when no row is left. The new one belongs to the table once it is committed. */
    @Nullable
    DataFile rewrite(DataFile file, Rewriting<R> rewriting, String newName) throws IOException {
        try (ColumnFileReader reader = open(file);
                ColumnFileWriter<List<R>> writer =
                        new ColumnFileWriter<>(TableFiles.newFile(table, file.partition(), newName), columns.get())) {
            List<R> block = new ArrayList<>();
            Iterator<R> standing = rows.read(reader, 0, reader.rowCount());
            while (standing.hasNext()) {
                R row = rewriting.of(standing.next());
                if (row != null) {
                    block.add(row);
                }
                if (block.size() == BLOCK_ROWS || (!standing.hasNext() && !block.isEmpty())) {
                    writer.write(block, 0, block.size());
                    block.clear();
                }
            }
            if (writer.rowCount() == 0) {
                return null;
            }
            writer.finish();
            return writer.dataFile(table.spec(), file.partition(), table.sortOrder());
        }
    }
}
