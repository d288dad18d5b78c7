package io.petty.jobs.ingest;

import io.petty.jobs.batch.TableFiles;
import io.petty.parquet.ColumnFileWriter;
import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** A data file of raw files' rejects, begun with the first of them. */
public final class RejectFile implements Closeable {
    private final Table table;
    private final PartitionData partition;
    private final String name;
    private @Nullable ColumnFileWriter<List<Reject>> file;

    /** @param name used by no other partition or attempt */
    public RejectFile(Table table, LocalDate deliveryDay, String name) {
        this.table = table;
        this.partition = TableFiles.partition(table, deliveryDay);
        this.name = name;
    }

    public void write(List<Reject> rejects) throws IOException {
        if (rejects.isEmpty()) {
            return;
        }
        if (file == null) {
            file = new ColumnFileWriter<>(TableFiles.newFile(table, partition, name), RejectTable.COLUMNS);
        }
        file.write(rejects, 0, rejects.size());
    }

    /** Ends the file; none where there was no reject. */
    public List<DataFile> finish() throws IOException {
        if (file == null) {
            return List.of();
        }
        file.finish();
        return List.of(file.dataFile(table.spec(), partition, table.sortOrder()));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
