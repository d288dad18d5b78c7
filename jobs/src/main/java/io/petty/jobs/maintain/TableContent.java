package io.petty.jobs.maintain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Collects the locations of all files in a table's metadata. */
final class TableContent {
    private TableContent() {}

    /** Returns the table's metadata and statistics files, and all files of some snapshots. */
    static Set<String> of(Table table, Collection<Snapshot> snapshots) {
        Set<String> files = ofSnapshots(table, snapshots);
        files.addAll(ReachableFileUtil.metadataFileLocations(table, false));
        files.addAll(ReachableFileUtil.statisticsFilesLocations(table));
        return files;
    }

    /** Returns the manifest lists, manifests and data files of snapshots. */
    static Set<String> ofSnapshots(Table table, Collection<Snapshot> snapshots) {
        Set<String> files = new HashSet<>();
        for (Snapshot snapshot : snapshots) {
            files.add(snapshot.manifestListLocation());
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                // Snapshots share most of their manifests; each is read once.
                if (files.add(manifest.path())) {
                    addFiles(table, manifest, files);
                }
            }
        }
        return files;
    }

    private static void addFiles(Table table, ManifestFile manifest, Set<String> files) {
        try (CloseableIterable<String> paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest %s can't be read".formatted(manifest.path()), e);
        }
    }
}
