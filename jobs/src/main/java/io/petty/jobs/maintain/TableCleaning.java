package io.petty.jobs.maintain;

import io.petty.jobs.Progress;
import io.petty.lake.lease.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * Removes expired snapshots and orphan files of one table. Iceberg's own cleanup isn't used: it reports no sizes, and
 * its incremental form deletes files that a rollback has put back after an earlier snapshot removed them.
 */
final class TableCleaning {
    /** Number of files that are deleted between two checks of the lease. They fit into one request to S3. */
    private static final int BATCH = 200;

    private final Table table;
    private final String name;
    private final List<Snapshot> expired;
    private final List<FileInfo> released = new ArrayList<>();
    private final List<FileInfo> orphans = new ArrayList<>();

    /**
     * Finds what to remove, and changes nothing.
     *
     * @param published snapshots that must stay
     * @param snapshotsBefore snapshots that were committed later stay
     * @param orphansBefore orphans that were changed later stay
     */
    TableCleaning(Table table, Set<Long> published, Instant snapshotsBefore, Instant orphansBefore) {
        this.table = table;
        this.name = table.name().substring(table.name().lastIndexOf('.') + 1);
        // Files are listed before the metadata is read. Otherwise, files of a commit in between would look like
        // orphans.
        List<FileInfo> listed = list();
        table.refresh();
        Set<Long> named =
                table.refs().values().stream().map(SnapshotRef::snapshotId).collect(Collectors.toSet());
        List<Snapshot> kept = new ArrayList<>();
        expired = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            boolean stays = named.contains(snapshot.snapshotId())
                    || published.contains(snapshot.snapshotId())
                    || snapshot.timestampMillis() > snapshotsBefore.toEpochMilli();
            (stays ? kept : expired).add(snapshot);
        }
        Set<String> keptFiles = TableContent.of(table, kept);
        Set<String> expiredFiles = TableContent.ofSnapshots(table, expired);
        boolean metadataSeen = false;
        for (FileInfo file : listed) {
            if (keptFiles.contains(file.location())) {
                metadataSeen |= file.location().contains("/metadata/");
            } else if (expiredFiles.contains(file.location())) {
                released.add(file);
            } else if (file.createdAtMillis() <= orphansBefore.toEpochMilli()) {
                orphans.add(file);
            }
        }
        if (!metadataSeen) {
            // If listed names differ from those in the metadata, all files of the table would look like orphans.
            throw new IllegalStateException(
                    "The listing of %s shows none of the files that table %s names; no file is removed"
                            .formatted(table.location(), name));
        }
    }

    /** Lists all files in the table's folder, which belongs to Petty. Other files in the lake are ignored. */
    private List<FileInfo> list() {
        if (!(table.io() instanceof SupportsPrefixOperations files)) {
            throw new IllegalStateException("The files of table %s can't be listed".formatted(name));
        }
        List<FileInfo> listed = new ArrayList<>();
        files.listPrefix(table.location() + "/").forEach(listed::add);
        return listed;
    }

    /**
     * Removes the snapshots first, then their files, then the orphans. An interruption does no harm other than to leave
     * orphans.
     */
    void remove(Lease lease, Runnable check, Progress progress) {
        progress.begin("Removing files of " + name, "files", (long) released.size() + orphans.size());
        lease.check();
        if (!expired.isEmpty()) {
            expire();
        }
        // Files in the current metadata must stay, even if another process has changed it since.
        Set<String> known = TableContent.of(table, List.copyOf(snapshots().values()));
        delete(released, known, lease, check, progress);
        delete(orphans, known, lease, check, progress);
    }

    private void expire() {
        Set<Long> before = snapshots().keySet();
        ExpireSnapshots expiry = table.expireSnapshots().cleanupLevel(ExpireSnapshots.CleanupLevel.NONE);
        // Without this, Iceberg also expires all snapshots older than five days, even published ones.
        expiry.expireOlderThan(0);
        expired.forEach(snapshot -> expiry.expireSnapshotId(snapshot.snapshotId()));
        // If the commit fails or its outcome is unknown, no file is deleted.
        expiry.commit();
        table.refresh();
        Set<Long> missing = new HashSet<>(before);
        missing.removeAll(snapshots().keySet());
        expired.forEach(snapshot -> missing.remove(snapshot.snapshotId()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Table %s lost the snapshots %s, which had to stay; no file was deleted".formatted(name, missing));
        }
    }

    private Map<Long, Snapshot> snapshots() {
        Map<Long, Snapshot> snapshots = new LinkedHashMap<>();
        table.snapshots().forEach(snapshot -> snapshots.put(snapshot.snapshotId(), snapshot));
        return snapshots;
    }

    private void delete(List<FileInfo> files, Set<String> known, Lease lease, Runnable check, Progress progress) {
        for (int from = 0; from < files.size(); from += BATCH) {
            check.run();
            lease.check();
            List<String> batch = files.subList(from, Math.min(files.size(), from + BATCH)).stream()
                    .map(FileInfo::location)
                    .filter(location -> !known.contains(location))
                    .toList();
            delete(table.io(), batch);
            progress.unitsDone(batch.size());
        }
    }

    private static void delete(FileIO io, List<String> files) {
        if (io instanceof SupportsBulkOperations bulk) {
            bulk.deleteFiles(files);
        } else {
            files.forEach(io::deleteFile);
        }
    }

    Removed.Files removed() {
        return new Removed.Files(
                name, expired.size(), released.size(), bytes(released), orphans.size(), bytes(orphans));
    }

    private static long bytes(List<FileInfo> files) {
        return files.stream().mapToLong(FileInfo::size).sum();
    }
}
