package io.petty.jobs.forget;

import io.petty.jobs.forget.FileErasure.Erased;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Takes a collar out of the files that a table has now. */
final class TableErasure<K> {
    private final String name;
    private final Table table;
    private final FileErasure<K> erasure;
    private final TableChange change;
    private final Set<String> current = new HashSet<>();
    private final Map<DataFile, Erased<K>> erased = new HashMap<>();

    /** @param name of the table, for people */
    TableErasure(String name, Table table, FileErasure<K> erasure) {
        this.name = name;
        this.table = table;
        this.erasure = erasure;
        this.change = new TableChange(table);
    }

    /** Finds it, and rewrites the files that have it. */
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

    /** Whether files of earlier snapshots have it. */
    boolean isInEarlierFiles(FileSteps steps) throws IOException {
        List<DataFile> earlier = new ArrayList<>(TableHistory.all(table));
        earlier.removeIf(file -> current.contains(file.location()));
        return steps.each("Looking at earlier files of " + name, earlier, erasure.looking()).values().stream()
                .anyMatch(Erased::isFound);
    }

    /** Whether files of the table have it now. */
    boolean isFound() {
        return !erased.isEmpty();
    }

    /** The files that have it. */
    Map<DataFile, Erased<K>> erased() {
        return erased;
    }

    /** What is kept of the rows that go. */
    Stream<K> rows() {
        return erased.values().stream().flatMap(file -> file.rows().stream());
    }

    /** How many rows go. */
    long rowCount() {
        return erased.entrySet().stream()
                .mapToLong(file -> file.getKey().recordCount()
                        - file.getValue().files().stream()
                                .mapToLong(DataFile::recordCount)
                                .sum())
                .sum();
    }

    TableChange change() {
        return change;
    }
}
