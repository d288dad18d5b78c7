package io.petty.jobs.batch;

import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import io.petty.timeline.EventId;
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
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.OutputFile;

/** Finds and creates the data files of tables, and replaces those of whole partitions in one commit. */
public final class TableFiles {
    private TableFiles() {}

    /**
     * Returns the partition of a table that has the given values, in the order of the partition fields. A value is a
     * day, a number or a text.
     */
    public static PartitionData partition(Table table, Object... values) {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        for (int i = 0; i < values.length; i++) {
            partition.set(i, values[i] instanceof LocalDate day ? (Integer) (int) day.toEpochDay() : values[i]);
        }
        return partition;
    }

    /** Returns the number of rows in some files. */
    public static long rows(Collection<DataFile> files) {
        return files.stream().mapToLong(DataFile::recordCount).sum();
    }

    /** Returns the filter for the rows of event days, in tables that are partitioned by event day. */
    public static Expression onDays(Collection<LocalDate> days) {
        return Expressions.in("day", days.stream().map(LocalDate::toString).toList());
    }

    /** Returns an event day's files in a published snapshot; none for snapshot 0. */
    public static List<DataFile> published(Table table, long snapshot, LocalDate day) {
        return snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, onDays(List.of(day)));
    }

    /** Returns an event day's files in the table of feedback. */
    public static List<DataFile> currentFeedback(Table table, LocalDate day) {
        return Lake.currentDataFiles(table, Expressions.startsWith("event_id", EventId.prefix(day)));
    }

    /** Returns the event day of a file's rows, in tables that are partitioned by event day first. */
    public static LocalDate day(DataFile file) {
        return LocalDate.ofEpochDay(file.partition().get(0, Integer.class));
    }

    /** Returns the bucket of collars of a file's rows, in tables that are partitioned by event day and bucket. */
    public static int bucket(DataFile file) {
        return file.partition().get(1, Integer.class);
    }

    /** Creates a data file in a partition. It belongs to the table once it is committed. */
    public static OutputFile newFile(Table table, StructLike partition, String name) {
        String location = table.locationProvider().newDataLocation(table.spec(), partition, name + ".parquet");
        return table.io().newOutputFile(location);
    }

    /** Like {@link #replace(Table, Expression, Collection, Lease)}, for the rows of whole event days. */
    public static long replaceDays(Table table, Collection<LocalDate> days, Collection<DataFile> files, Lease lease) {
        return replace(table, onDays(days), files, lease);
    }

    /** Like {@link #replace(Table, Expression, Collection, Lease)}, for the feedback of whole event days. */
    public static void replaceFeedback(Lake lake, Collection<LocalDate> days, Collection<DataFile> files, Lease lease) {
        if (!days.isEmpty()) {
            List<String> prefixes = days.stream().map(EventId::prefix).toList();
            replace(
                    lake.feedback(),
                    Expressions.in(Expressions.truncate("event_id", EventId.DAY_PREFIX), prefixes),
                    files,
                    lease);
        }
    }

    /**
     * Replaces the files that hold the given rows, in one commit. The commit fails if another writer has changed the
     * same rows in the meantime. Files that are already in the table, such as those of an interrupted execution of the
     * step, stay.
     *
     * @param rows the rows to replace: whole partitions
     * @return the table's snapshot afterwards, or 0 if it has none
     */
    public static long replace(Table table, Expression rows, Collection<DataFile> files, Lease lease) {
        return replace(table, rows, file -> true, files, lease);
    }

    /**
     * Like {@link #replace(Table, Expression, Collection, Lease)}, for partitions that also hold files of other
     * writers.
     *
     * @param ours selects the files that may be replaced
     */
    public static long replace(
            Table table, Expression rows, Predicate<DataFile> ours, Collection<DataFile> files, Lease lease) {
        long startSnapshot = snapshot(table);
        List<DataFile> current =
                Lake.currentDataFiles(table, rows).stream().filter(ours).toList();
        List<DataFile> removed = without(current, files);
        List<DataFile> added = without(files, current);
        // The lease is checked after the table is read. If another run takes over after the check and commits, this
        // commit fails.
        lease.check();
        overwrite(table, startSnapshot, rows, removed, added);
        return snapshot(table);
    }

    /**
     * Removes and adds data files in one commit. Does nothing if there are none.
     *
     * @param startSnapshot the snapshot at which the files were listed; 0 for an empty table. The commit fails if rows
     *     that match the filter have changed since.
     */
    public static void overwrite(
            Table table, long startSnapshot, Expression rows, List<DataFile> removed, List<DataFile> added) {
        if (removed.isEmpty() && added.isEmpty()) {
            return;
        }
        OverwriteFiles overwrite = table.newOverwrite();
        removed.forEach(overwrite::deleteFile);
        added.forEach(overwrite::addFile);
        overwrite.conflictDetectionFilter(rows).validateNoConflictingData().validateNoConflictingDeletes();
        if (startSnapshot != 0) {
            overwrite.validateFromSnapshot(startSnapshot);
        }
        overwrite.commit();
    }

    /** Returns the files that aren't among the others. */
    public static List<DataFile> without(Collection<DataFile> files, Collection<DataFile> others) {
        Set<String> locations = others.stream().map(DataFile::location).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> !locations.contains(file.location()))
                .toList();
    }

    /** Returns the table's current snapshot, or 0 if it has none. */
    public static long snapshot(Table table) {
        Snapshot current = table.currentSnapshot();
        return current == null ? 0 : current.snapshotId();
    }
}
