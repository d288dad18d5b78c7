package io.petty.jobs.forget;

import io.petty.lake.Lake;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/**
 * Takes a collar out of a table of event days and buckets. What is published of a day is what the table holds of it after:
 * a run that was cut off may have left something else there.
 */
final class DayTableErasure<R> {
    private static final int DAY = 0;
    private static final int BUCKET = 1;

    private final RowTable<R> rows;
    private final Function<R, String> collarOf;
    private final String collarId;
    private final int bucket;
    private final TableChange change;
    /** By location. */
    private final Map<String, List<R>> own = new HashMap<>();

    private final SortedMap<LocalDate, List<DataFile>> filesNow = new TreeMap<>();
    private final SortedMap<LocalDate, List<R>> erased = new TreeMap<>();

    DayTableErasure(RowTable<R> rows, Function<R, String> collarOf, String collarId, int bucket) {
        this.rows = rows;
        this.collarOf = collarOf;
        this.collarId = collarId;
        this.bucket = bucket;
        this.change = new TableChange(rows.table());
    }

    /**
     * Finds it, and writes the files anew that have it.
     *
     * @param snapshots that are published, by event day; 0 for none
     */
    void prepare(SortedMap<LocalDate, Long> snapshots, Runnable check) throws IOException {
        for (DataFile file : TableHistory.all(rows.table())) {
            if (file.partition().get(BUCKET, Integer.class) == bucket) {
                check.run();
                find(file);
            }
        }
        SortedMap<LocalDate, List<DataFile>> standing = new TreeMap<>();
        for (DataFile file : TableHistory.current(rows.table())) {
            standing.computeIfAbsent(day(file), any -> new ArrayList<>()).add(file);
        }
        SortedMap<LocalDate, List<DataFile>> wanted = new TreeMap<>(standing);
        snapshots.forEach((day, snapshot) -> wanted.put(day, published(day, snapshot)));
        for (Map.Entry<LocalDate, List<DataFile>> day : wanted.entrySet()) {
            check.run();
            List<DataFile> now = new ArrayList<>();
            for (DataFile file : day.getValue()) {
                List<R> going = own.get(file.location());
                if (going == null) {
                    now.add(file);
                } else {
                    erased.computeIfAbsent(day.getKey(), any -> new ArrayList<>())
                            .addAll(going);
                    rows.rewrite(file, row -> isOwn(row) ? null : row).ifPresent(now::add);
                }
            }
            filesNow.put(day.getKey(), now);
            change.replace(standing.getOrDefault(day.getKey(), List.of()), now);
        }
    }

    private void find(DataFile file) throws IOException {
        List<R> found = new ArrayList<>();
        rows.readThoseThatMayHold(file, "collar_id", collarId, row -> {
            if (isOwn(row)) {
                found.add(row);
            }
        });
        if (!found.isEmpty()) {
            own.put(file.location(), found);
        }
    }

    private boolean isOwn(R row) {
        return collarOf.apply(row).equals(collarId);
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

    /** Whether any file has it, be it one of long ago. */
    boolean isFound() {
        return !own.isEmpty();
    }

    /** All its rows that any file had, in no order and some of them often. */
    List<R> everFound() {
        return own.values().stream().flatMap(List::stream).toList();
    }

    /** Its rows of a day, as published. */
    List<R> erased(LocalDate day) {
        return erased.getOrDefault(day, List.of());
    }

    long rowCount() {
        return erased.values().stream().mapToLong(List::size).sum();
    }

    /** Reads what a day has besides, by bucket in their order and in the order of collars. */
    SortedMap<Integer, List<R>> left(LocalDate day) throws IOException {
        SortedMap<Integer, List<R>> left = new TreeMap<>();
        for (DataFile file : filesNow.getOrDefault(day, List.of())) {
            rows.read(
                    file,
                    left.computeIfAbsent(file.partition().get(BUCKET, Integer.class), any -> new ArrayList<>())::add);
        }
        return left;
    }

    TableChange change() {
        return change;
    }
}
