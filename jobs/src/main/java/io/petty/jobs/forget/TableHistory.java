package io.petty.jobs.forget;

import io.petty.lake.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** Lists the data files of a table's current and earlier snapshots. */
final class TableHistory {
    private TableHistory() {}

    /** Returns the data files of all snapshots, each once. */
    static List<DataFile> all(Table table) {
        Map<String, DataFile> files = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
                // Snapshots share most of their manifests; each is read once.
                if (seen.add(manifest.path())) {
                    add(table, manifest, files);
                }
            }
        }
        return List.copyOf(files.values());
    }

    private static void add(Table table, ManifestFile manifest, Map<String, DataFile> files) {
        try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, table.io(), table.specs())) {
            for (DataFile file : reader) {
                files.computeIfAbsent(file.location(), location -> file.copyWithoutStats());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The manifest %s can't be read".formatted(manifest.path()), e);
        }
    }

    /** Returns the data files of the current snapshot. */
    static List<DataFile> current(Table table) {
        return Lake.currentDataFiles(table, Expressions.alwaysTrue());
    }
}
