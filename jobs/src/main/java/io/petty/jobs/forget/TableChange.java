package io.petty.jobs.forget;

import io.petty.lake.lease.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** The data files that are to go from a table and those that come for them. */
final class TableChange {
    private final Table table;
    private final long startSnapshot;
    private final List<DataFile> gone = new ArrayList<>();
    private final List<DataFile> come = new ArrayList<>();

    TableChange(Table table) {
        this.table = table;
        Snapshot start = table.currentSnapshot();
        this.startSnapshot = start == null ? 0 : start.snapshotId();
    }

    /** Puts files in the place of others; one that is among both stays. */
    void replace(List<DataFile> standing, List<DataFile> wanted) {
        gone.addAll(without(standing, wanted));
        come.addAll(without(wanted, standing));
    }

    private static List<DataFile> without(List<DataFile> files, List<DataFile> others) {
        Set<String> locations = others.stream().map(DataFile::location).collect(Collectors.toSet());
        return files.stream()
                .filter(file -> !locations.contains(file.location()))
                .toList();
    }

    /**
     * Commits it, then rewrites the manifests: those of the commit still have the entries, with bounds of their columns,
     * of the files that went.
     */
    void commit(Lease lease) {
        if (startSnapshot == 0) {
            return;
        }
        lease.check();
        if (!gone.isEmpty() || !come.isEmpty()) {
            OverwriteFiles overwrite = table.newOverwrite();
            gone.forEach(overwrite::deleteFile);
            come.forEach(overwrite::addFile);
            overwrite
                    .validateFromSnapshot(startSnapshot)
                    .conflictDetectionFilter(Expressions.alwaysTrue())
                    .validateNoConflictingData()
                    .validateNoConflictingDeletes()
                    .commit();
        }
        lease.check();
        table.rewriteManifests().clusterBy(file -> "").commit();
    }

    /** The table's snapshot; 0 while it has none. */
    long snapshot() {
        table.refresh();
        Snapshot current = table.currentSnapshot();
        return current == null ? 0 : current.snapshotId();
    }
}
