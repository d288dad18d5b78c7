package io.petty.jobs.batch;

import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.OutputFile;

/** Creates data files for tables, and replaces those of whole partitions in one commit. */
public final class TableFiles {
    private TableFiles() {}

    /** Returns a table's partition by its values in the order of the partition fields: days and bucket numbers. */
    public static PartitionData partition(Table table, Object... values) {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        for (int i = 0; i < values.length; i++) {
            partition.set(i, values[i] instanceof LocalDate day ? (Integer) (int) day.toEpochDay() : values[i]);
        }
        return partition;
    }

    /** Creates a data file in a partition. It belongs to the table once it is committed. */
    public static OutputFile newFile(Table table, StructLike partition, String name) {
        String location = table.locationProvider().newDataLocation(table.spec(), partition, name + ".parquet");
        return table.io().newOutputFile(location);
    }

    /**
     * Replaces the files with some rows in one commit, which fails if another writer has changed the same rows in the
     * meantime. If a restarted step finds its own files there already, it leaves them.
     *
     * @param rows the rows to replace: whole partitions
     * @return the table's snapshot afterwards, or 0 if it has none
     */
    public static long replace(Table table, Expression rows, Collection<DataFile> files, Lease lease) {
        return replace(table, rows, file -> true, files, lease);
    }

    /**
     * Like {@link #replace(Table, Expression, Collection, Lease)}, for partitions to which others also write.
     *
     * @param ours selects the files of those partitions that may be replaced
     */
    public static long replace(
            Table table, Expression rows, Predicate<DataFile> ours, Collection<DataFile> files, Lease lease) {
        long startSnapshot = snapshot(table);
        List<DataFile> standing =
                Lake.currentDataFiles(table, rows).stream().filter(ours).toList();
        List<DataFile> gone = without(standing, files);
        List<DataFile> come = without(files, standing);
        // Checked after reading the table: a run that takes over later also commits later, and then this commit fails.
        lease.check();
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

    private static List<DataFile> without(Collection<DataFile> files, Collection<DataFile> others) {
        Set<String> locations = others.stream().map(DataFile::location).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> !locations.contains(file.location()))
                .toList();
    }

    /** Returns the table's current snapshot, or 0 if it has none. */
    static long snapshot(Table table) {
        Snapshot current = table.currentSnapshot();
        return current == null ? 0 : current.snapshotId();
    }
}
