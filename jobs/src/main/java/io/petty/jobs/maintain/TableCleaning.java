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
 * What of one table is to go. Iceberg's own clean-up isn't used: it tells no sizes, and in its quick form it deletes files
 * that a rollback put back, since an earlier snapshot had removed them.
 */
final class TableCleaning {
    /** How many files are deleted between two looks at the lease: as many as fit well into one request to S3. */
    private static final int PIECE = 200;

    private final Table table;
    private final String name;
    private final List<Snapshot> expired;
    private final List<FileInfo> released = new ArrayList<>();
    private final List<FileInfo> orphans = new ArrayList<>();

    /**
     * Finds what is to go, and changes nothing.
     *
     * @param published snapshots that must stay
     * @param snapshotsBefore snapshots committed later stay
     * @param orphansBefore files changed later stay, unless they are of expired snapshots
     */
    TableCleaning(Table table, Set<Long> published, Instant snapshotsBefore, Instant orphansBefore) {
        this.table = table;
        this.name = table.name().substring(table.name().lastIndexOf('.') + 1);
        // Listed before the metadata is read, so that a file which a commit brings in between is not taken for an
        // orphan.
        List<FileInfo> standing = list();
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
        for (FileInfo file : standing) {
            if (keptFiles.contains(file.location())) {
                metadataSeen |= file.location().contains("/metadata/");
            } else if (expiredFiles.contains(file.location())) {
                released.add(file);
            } else if (file.createdAtMillis() <= orphansBefore.toEpochMilli()) {
                orphans.add(file);
            }
        }
        if (!metadataSeen) {
            // Names that match none of the table's own would make orphans of all its files.
            throw new IllegalStateException(
                    "The listing of %s shows none of the files that table %s names; nothing of it is removed"
                            .formatted(table.location(), name));
        }
    }

    /** All files below the table's folder, which is Petty's own; what else lies in the lake is not looked at. */
    private List<FileInfo> list() {
        if (!(table.io() instanceof SupportsPrefixOperations files)) {
            throw new IllegalStateException("The files of table %s can't be listed".formatted(name));
        }
        List<FileInfo> standing = new ArrayList<>();
        files.listPrefix(table.location() + "/").forEach(standing::add);
        return standing;
    }

    /** The snapshots go first, then their files, then the orphans: a cut leaves orphans and nothing worse. */
    void remove(Lease lease, Runnable check, Progress progress) {
        progress.begin("Removing files of " + name, "files", (long) released.size() + orphans.size());
        lease.check();
        if (!expired.isEmpty()) {
            expire();
        }
        // What the metadata leads to now, whoever changed it: no file of it may go.
        Set<String> known = TableContent.of(table, List.copyOf(snapshots().values()));
        delete(released, known, lease, check, progress);
        delete(orphans, known, lease, check, progress);
    }

    private void expire() {
        Set<Long> before = snapshots().keySet();
        ExpireSnapshots expiry = table.expireSnapshots().cleanupLevel(ExpireSnapshots.CleanupLevel.NONE);
        // Without this all those older than five days would go too, whatever publication names them.
        expiry.expireOlderThan(0);
        expired.forEach(snapshot -> expiry.expireSnapshotId(snapshot.snapshotId()));
        // A failure, and a commit of unknown outcome above all, ends the work here: files are only deleted after.
        expiry.commit();
        table.refresh();
        Set<Long> missing = new HashSet<>(before);
        missing.removeAll(snapshots().keySet());
        expired.forEach(snapshot -> missing.remove(snapshot.snapshotId()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "Table %s lost the snapshots %s, which were to stay; no file was deleted".formatted(name, missing));
        }
    }

    private Map<Long, Snapshot> snapshots() {
        Map<Long, Snapshot> snapshots = new LinkedHashMap<>();
        table.snapshots().forEach(snapshot -> snapshots.put(snapshot.snapshotId(), snapshot));
        return snapshots;
    }

    private void delete(List<FileInfo> files, Set<String> known, Lease lease, Runnable check, Progress progress) {
        for (int from = 0; from < files.size(); from += PIECE) {
            check.run();
            lease.check();
            List<String> piece = files.subList(from, Math.min(files.size(), from + PIECE)).stream()
                    .map(FileInfo::location)
                    .filter(location -> !known.contains(location))
                    .toList();
            delete(table.io(), piece);
            piece.forEach(file -> progress.unitDone());
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
