package io.petty.jobs.forget;

import io.petty.jobs.forget.FileErasure.Erased;
import io.petty.lake.Lake;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/**
 * Takes a collar out of a table of event days and buckets. What is published of a day is what the table holds of it after:
 * a run that was cut off may have left something else there.
 *
 * @param <K> what is kept of a row that goes
 */
final class DayTableErasure<R, K> {
    private static final int DAY = 0;
    private static final int BUCKET = 1;

    private final String name;
    private final RowTable<R> rows;
    private final FileErasure<K> erasure;
    private final int bucket;
    private final TableChange change;
    /** By location. */
    private final Map<String, Erased<K>> own = new HashMap<>();

    private final SortedMap<LocalDate, List<DataFile>> filesNow = new TreeMap<>();
    private final SortedMap<LocalDate, List<K>> erased = new TreeMap<>();

    /** @param name of the table, for people */
    DayTableErasure(String name, RowTable<R> rows, FileErasure<K> erasure, int bucket) {
        this.name = name;
        this.rows = rows;
        this.erasure = erasure;
        this.bucket = bucket;
        this.change = new TableChange(rows.table());
    }

    /**
     * Finds it, and rewrites the files that have it.
     *
     * @param snapshots that are published, by event day; 0 for none
     */
    void prepare(SortedMap<LocalDate, Long> snapshots, FileSteps steps) throws IOException {
        SortedMap<LocalDate, List<DataFile>> standing = new TreeMap<>();
        for (DataFile file : TableHistory.current(rows.table())) {
            standing.computeIfAbsent(day(file), any -> new ArrayList<>()).add(file);
        }
        SortedMap<LocalDate, List<DataFile>> wanted = new TreeMap<>(standing);
        snapshots.forEach((day, snapshot) -> wanted.put(day, published(day, snapshot)));
        find(wanted, steps);
        for (Map.Entry<LocalDate, List<DataFile>> day : wanted.entrySet()) {
            List<DataFile> now = new ArrayList<>();
            for (DataFile file : day.getValue()) {
                Erased<K> going = own.get(file.location());
                if (going == null) {
                    now.add(file);
                } else {
                    erased.computeIfAbsent(day.getKey(), any -> new ArrayList<>())
                            .addAll(going.rows());
                    now.addAll(going.files());
                }
            }
            filesNow.put(day.getKey(), now);
            change.replace(standing.getOrDefault(day.getKey(), List.of()), now);
        }
    }

    private void find(SortedMap<LocalDate, List<DataFile>> wanted, FileSteps steps) throws IOException {
        List<DataFile> staying = wanted.values().stream()
                .flatMap(List::stream)
                .filter(file -> bucket(file) == bucket)
                .toList();
        Set<String> locations = staying.stream().map(DataFile::location).collect(Collectors.toSet());
        List<DataFile> earlier = TableHistory.all(rows.table()).stream()
                .filter(file -> bucket(file) == bucket && !locations.contains(file.location()))
                .toList();
        own.putAll(steps.each("Erasing from " + name, staying, erasure));
        own.putAll(steps.each("Looking at earlier files of " + name, earlier, erasure.looking()));
        own.values().removeIf(file -> !file.isFound());
    }

    private List<DataFile> published(LocalDate day, long snapshot) {
        Table table = rows.table();
        if (snapshot == 0) {
            return List.of();
        }
        if (table.snapshot(snapshot) == null) {
            throw new IllegalStateException(
                    "What is published of %s is no longer kept in %s: ./petty rerun --date %s --force computes it again"
                            .formatted(day, table.name(), day));
        }
        return Lake.dataFiles(table, snapshot, Expressions.equal("day", day.toString()));
    }

    private static LocalDate day(DataFile file) {
        return LocalDate.ofEpochDay(file.partition().get(DAY, Integer.class));
    }

    /** The bucket whose collars a file has. */
    static int bucket(DataFile file) {
        return file.partition().get(BUCKET, Integer.class);
    }

    /** Whether any file has it, be it one of long ago. */
    boolean isFound() {
        return !own.isEmpty();
    }

    /** What is kept of all its rows that any file had, in no order and some of them often. */
    List<K> everFound() {
        return own.values().stream().flatMap(file -> file.rows().stream()).toList();
    }

    /** What is kept of its rows of a day, as published. */
    List<K> erased(LocalDate day) {
        return erased.getOrDefault(day, List.of());
    }

    long rowCount() {
        return erased.values().stream().mapToLong(List::size).sum();
    }

    /** The files that a day has after, at most one of each bucket. */
    List<DataFile> filesNow(LocalDate day) {
        return filesNow.getOrDefault(day, List.of());
    }

    RowTable<R> table() {
        return rows;
    }

    TableChange change() {
        return change;
    }
}
