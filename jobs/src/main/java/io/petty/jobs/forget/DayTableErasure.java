package io.petty.jobs.forget;

import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.NoDataException;
import io.petty.lake.Publication;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * Erases a collar from a table that is partitioned by event day and bucket. Afterwards, the table has exactly the
 * published files of each published day, even if an interrupted run left others there.
 *
 * @param <K> the data kept about an erased row
 */
final class DayTableErasure<R, K> {
    private final String name;
    private final RowTable<R> rows;
    private final FileWork<Erased<K>> erasure;
    private final ToLongFunction<Publication.Snapshots> snapshot;
    private final int bucket;
    private final TableChange change;
    private final Map<String, Erased<K>> byLocation = new HashMap<>();
    private final SortedMap<LocalDate, List<DataFile>> filesAfter = new TreeMap<>();
    private final SortedMap<LocalDate, List<K>> erased = new TreeMap<>();

    /**
     * Creates the erasure.
     *
     * @param name the table's name
     * @param snapshot returns the table's snapshot in a publication
     * @param bucket the collar's bucket
     */
    DayTableErasure(
            String name,
            RowTable<R> rows,
            FileWork<Erased<K>> erasure,
            ToLongFunction<Publication.Snapshots> snapshot,
            int bucket) {
        this.name = name;
        this.rows = rows;
        this.erasure = erasure;
        this.snapshot = snapshot;
        this.bucket = bucket;
        this.change = new TableChange(rows.table());
    }

    /** Finds the collar, and rewrites the files that contain it. */
    void prepare(SortedMap<LocalDate, Publication> publications, FileSteps steps) throws IOException {
        Map<LocalDate, List<DataFile>> current =
                TableHistory.current(rows.table()).stream().collect(Collectors.groupingBy(TableFiles::day));
        SortedMap<LocalDate, List<DataFile>> wanted = new TreeMap<>(current);
        publications.forEach((day, publication) -> wanted.put(day, published(day, publication)));
        find(wanted.values().stream().flatMap(List::stream).toList(), steps);
        wanted.forEach((day, files) -> {
            List<DataFile> after = new ArrayList<>();
            for (DataFile file : files) {
                Erased<K> found = byLocation.get(file.location());
                if (found == null) {
                    after.add(file);
                } else {
                    erased.computeIfAbsent(day, any -> new ArrayList<>()).addAll(found.rows());
                    after.addAll(found.files());
                }
            }
            filesAfter.put(day, after);
            change.replace(current.getOrDefault(day, List.of()), after);
        });
    }

    private void find(List<DataFile> wanted, FileSteps steps) throws IOException {
        List<DataFile> earlier = TableFiles.without(TableHistory.all(rows.table()), wanted);
        byLocation.putAll(steps.each("Erasing from " + name, ofBucket(wanted), erasure));
        byLocation.putAll(steps.each("Looking at earlier files of " + name, ofBucket(earlier), erasure.readOnly()));
        byLocation.values().removeIf(file -> !file.isFound());
    }

    private List<DataFile> ofBucket(List<DataFile> files) {
        return files.stream().filter(file -> TableFiles.bucket(file) == bucket).toList();
    }

    private List<DataFile> published(LocalDate day, Publication publication) {
        Table table = rows.table();
        long published = snapshot.applyAsLong(publication.snapshots());
        if (published != 0 && table.snapshot(published) == null) {
            throw new NoDataException(
                    "The published files of %s are no longer kept in %s: ./petty rerun --date %s --force computes them again"
                            .formatted(day, table.name(), day));
        }
        return TableFiles.published(table, published, day);
    }

    String name() {
        return name;
    }

    /** Returns whether any file contains the collar, including those of earlier snapshots. */
    boolean isFound() {
        return !byLocation.isEmpty();
    }

    /** Returns the data kept about the collar's rows in all files, unordered and with duplicates. */
    Stream<K> everFound() {
        return byLocation.values().stream().flatMap(file -> file.rows().stream());
    }

    /** Returns the data kept about the collar's published rows of a day. */
    List<K> erased(LocalDate day) {
        return erased.getOrDefault(day, List.of());
    }

    /** Returns the number of erased rows. */
    long rowCount() {
        return erased.values().stream().mapToLong(List::size).sum();
    }

    /** Returns the files that a day has afterwards, at most one per bucket. */
    List<DataFile> filesAfter(LocalDate day) {
        return filesAfter.getOrDefault(day, List.of());
    }

    RowTable<R> table() {
        return rows;
    }

    TableChange change() {
        return change;
    }
}
