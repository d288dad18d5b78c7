package io.petty.jobs.forget;

import io.petty.jobs.batch.TableFiles;
import io.petty.lake.Contribution;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFile;
import io.petty.reading.ReadingFileWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/** Takes a collar out of the readings, and tells anew what delivery days give to event days. */
final class ReadingErasure {
    private static final int EVENT_DAY = 0;
    private static final int DELIVERY_DAY = 1;

    private final Table table;
    private final String collarId;
    private final FileNames names;
    private final TableChange change;
    private final Set<Days> changed = new HashSet<>();
    private boolean found;
    private long rows;

    /** What a delivery day gives to an event day. */
    record Days(LocalDate deliveryDay, LocalDate eventDay) {
        private static Days of(DataFile file) {
            return new Days(day(file, DELIVERY_DAY), day(file, EVENT_DAY));
        }

        private static LocalDate day(DataFile file, int field) {
            return LocalDate.ofEpochDay(file.partition().get(field, Integer.class));
        }
    }

    ReadingErasure(Lake lake, String collarId, FileNames names) {
        this.table = lake.readings();
        this.collarId = collarId;
        this.names = names;
        this.change = new TableChange(table);
    }

    /** Finds it, and writes the files anew that have it now. */
    void prepare(Runnable check) throws IOException {
        Set<String> standing = new HashSet<>();
        for (DataFile file : TableHistory.current(table)) {
            check.run();
            standing.add(file.location());
            long own = rowsIn(file);
            if (own > 0) {
                found = true;
                rows += own;
                changed.add(Days.of(file));
                change.replace(List.of(file), rewritten(file, own).stream().toList());
            }
        }
        for (DataFile file : TableHistory.all(table)) {
            check.run();
            found = found || (!standing.contains(file.location()) && rowsIn(file) > 0);
        }
    }

    private long rowsIn(DataFile file) throws IOException {
        return ReadingFile.rowsOf(table.io().newInputFile(file.location()), collarId);
    }

    private Optional<DataFile> rewritten(DataFile file, long own) throws IOException {
        if (own == file.recordCount()) {
            return Optional.empty();
        }
        try (ReadingFileWriter writer = new ReadingFileWriter(
                TableFiles.newFile(table, file.partition(), names.next(file)),
                Days.of(file).deliveryDay())) {
            ReadingFile.read(table.io().newInputFile(file.location()), (bucket, readings) -> {
                if (!readings.collarId().equals(collarId)) {
                    writer.write(bucket, readings);
                }
            });
            DataFile written = writer.finish(table.spec(), file.partition(), table.sortOrder());
            if (written.recordCount() + own != file.recordCount()) {
                throw new IllegalStateException("%s has %d rows, but %d were kept and %d are to go"
                        .formatted(file.location(), file.recordCount(), written.recordCount(), own));
            }
            return Optional.of(written);
        }
    }

    /** The event days on which it has readings, and the delivery days that brought them. */
    Set<Days> days() {
        return changed;
    }

    SortedSet<LocalDate> deliveryDays() {
        SortedSet<LocalDate> days = new TreeSet<>();
        changed.forEach(pair -> days.add(pair.deliveryDay()));
        return days;
    }

    boolean isFound() {
        return found;
    }

    long rows() {
        return rows;
    }

    TableChange change() {
        return change;
    }

    /** What a delivery day gives to an event day now, as its ingestion would count it; null for nothing. */
    @Nullable
    Contribution contribution(Days days) throws IOException {
        List<DataFile> files = new ArrayList<>(Lake.currentDataFiles(
                table,
                Expressions.and(
                        Expressions.equal("event_day", days.eventDay().toString()),
                        Expressions.equal("delivery_day", days.deliveryDay().toString()))));
        files.sort(Comparator.comparing(DataFile::location));
        SortedMap<Integer, Fingerprint> buckets = new TreeMap<>();
        long[] readings = new long[1];
        for (DataFile file : files) {
            ReadingFile.read(table.io().newInputFile(file.location()), (bucket, collarDay) -> {
                buckets.computeIfAbsent(bucket, any -> new Fingerprint()).add(collarDay);
                readings[0] += collarDay.size();
            });
        }
        if (readings[0] == 0) {
            return null;
        }
        Fingerprint all = new Fingerprint();
        buckets.forEach((bucket, fingerprint) -> all.add(bucket).add(fingerprint.digest()));
        return new Contribution(days.deliveryDay(), days.eventDay(), readings[0], all.digest());
    }

    /** The times at which it has readings on an event day, of all deliveries. */
    Collection<Long> times(LocalDate eventDay) throws IOException {
        Set<Long> times = new TreeSet<>();
        for (DataFile file : Lake.currentDataFiles(table, Expressions.equal("event_day", eventDay.toString()))) {
            for (CollarDay own : ReadingFile.of(table.io().newInputFile(file.location()), collarId)) {
                for (int i = 0; i < own.size(); i++) {
                    times.add(own.epochMillis(i));
                }
            }
        }
        return times;
    }
}
