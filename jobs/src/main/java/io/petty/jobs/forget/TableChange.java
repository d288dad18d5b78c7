package io.petty.jobs.forget;

import io.petty.jobs.batch.TableFiles;
import io.petty.lake.lease.Lease;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** The data files to remove from a table, and those to add. */
final class TableChange {
    private final Table table;
    private final long startSnapshot;
    private final List<DataFile> removed = new ArrayList<>();
    private final List<DataFile> added = new ArrayList<>();

    TableChange(Table table) {
        this.table = table;
        this.startSnapshot = TableFiles.snapshot(table);
    }

    /** Replaces files with others. A file that is in both lists stays. */
    void replace(List<DataFile> current, List<DataFile> wanted) {
        removed.addAll(TableFiles.without(current, wanted));
        added.addAll(TableFiles.without(wanted, current));
    }

    /**
     * Commits the change, then rewrites the manifests. The manifests of the commit itself still have entries of the
     * removed files, including the bounds of their columns.
     */
    void commit(Lease lease) {
        if (startSnapshot == 0) {
            return;
        }
        lease.check();
        TableFiles.overwrite(table, startSnapshot, Expressions.alwaysTrue(), removed, added);
        lease.check();
        table.rewriteManifests().clusterBy(file -> "").commit();
    }

    /** Returns the table's current snapshot, or 0 if it has none. */
    long snapshot() {
        table.refresh();
        return TableFiles.snapshot(table);
    }
}
