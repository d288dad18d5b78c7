package io.petty.jobs.forget;

import io.petty.jobs.batch.TableFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Erases a collar from the current files of a table. */
final class TableErasure<K> {
    private final String name;
    private final Table table;
    private final FileWork<Erased<K>> erasure;
    private final TableChange change;
    private final Set<String> current = new HashSet<>();
    private final Map<DataFile, Erased<K>> erased = new HashMap<>();

    /** @param name the table's name, for messages */
    TableErasure(String name, Table table, FileWork<Erased<K>> erasure) {
        this.name = name;
        this.table = table;
        this.erasure = erasure;
        this.change = new TableChange(table);
    }

    /** Finds the collar, and rewrites the files that contain it. */
    void prepare(FileSteps steps) throws IOException {
        List<DataFile> files = TableHistory.current(table);
        Map<String, Erased<K>> all = steps.each("Erasing from " + name, files, erasure);
        for (DataFile file : files) {
            current.add(file.location());
            Erased<K> one = Objects.requireNonNull(all.get(file.location()));
            if (one.isFound()) {
                erased.put(file, one);
                change.replace(List.of(file), one.files());
            }
        }
    }

    /** Returns whether files of earlier snapshots contain the collar. */
    boolean isInEarlierFiles(FileSteps steps) throws IOException {
        List<DataFile> earlier = TableHistory.all(table).stream()
                .filter(file -> !current.contains(file.location()))
                .toList();
        return steps.each("Looking at earlier files of " + name, earlier, erasure.readOnly()).values().stream()
                .anyMatch(Erased::isFound);
    }

    /** Returns whether current files contain the collar. */
    boolean isFound() {
        return !erased.isEmpty();
    }

    /** Returns the files that contain the collar. */
    Map<DataFile, Erased<K>> erased() {
        return erased;
    }

    /** Returns the data kept about the erased rows. */
    Stream<K> rows() {
        return erased.values().stream().flatMap(file -> file.rows().stream());
    }

    /** Returns the number of erased rows. */
    long rowCount() {
        return erased.entrySet().stream()
                .mapToLong(file -> file.getKey().recordCount()
                        - TableFiles.rows(file.getValue().files()))
                .sum();
    }

    TableChange change() {
        return change;
    }
}
