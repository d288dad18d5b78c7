package io.petty.jobs.batch;

import java.time.LocalDate;
import java.util.Collection;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.OutputFile;

/** Makes data files for tables, and replaces those of whole partitions in one commit. */
final class TableFiles {
    private TableFiles() {}

    /** A table's partition by its values in the order of the partition fields: days and numbers of buckets. */
    static PartitionData partition(Table table, Object... values) {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        for (int i = 0; i < values.length; i++) {
            partition.set(i, values[i] instanceof LocalDate day ? (Integer) (int) day.toEpochDay() : values[i]);
        }
        return partition;
    }

    /** A new data file in a partition; it belongs to the table once it is committed. */
    static OutputFile newFile(Table table, PartitionData partition, String name) {
        String location = table.locationProvider().newDataLocation(table.spec(), partition, name + ".parquet");
        return table.io().newOutputFile(location);
    }

    /**
     * Replaces files in one commit, which fails when another writer touched the same rows since.
     *
     * @param rows the rows that are replaced
     * @return the snapshot of the table afterwards, or 0 while it has none
     */
    static long replace(
            Table table, long startSnapshot, Expression rows, Collection<DataFile> gone, Collection<DataFile> come) {
        if (!gone.isEmpty() || !come.isEmpty()) {
            OverwriteFiles overwrite = table.newOverwrite();
            gone.forEach(overwrite::deleteFile);
            come.forEach(overwrite::addFile);
            overwrite.conflictDetectionFilter(rows).validateNoConflictingData().validateNoConflictingDeletes();
            if (startSnapshot != 0) {
                overwrite.validateFromSnapshot(startSnapshot);
            }
            overwrite.commit();
        }
        return snapshot(table);
    }

    /** The table's current snapshot, or 0 while it has none. */
    static long snapshot(Table table) {
        Snapshot current = table.currentSnapshot();
        return current == null ? 0 : current.snapshotId();
    }
}
