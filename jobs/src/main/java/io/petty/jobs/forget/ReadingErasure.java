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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** Erases a collar's readings, and counts again how many readings each delivery day contributes to each event day. */
final class ReadingErasure {
    private final Table table;
    private final TableErasure<Set<Long>> erasure;

    /** A delivery day that contributes to an event day. */
    record Days(LocalDate deliveryDay, LocalDate eventDay) {
        private static Days of(DataFile file) {
            LocalDate deliveryDay = LocalDate.ofEpochDay(file.partition().get(1, Integer.class));
            return new Days(deliveryDay, TableFiles.day(file));
        }
    }

    /** @param timesOf the event days for which {@link #times} will be called */
    ReadingErasure(Lake lake, String collarId, Set<LocalDate> timesOf) {
        this.table = lake.readings();
        this.erasure = new TableErasure<>("readings", table, new Erasing(table, collarId, new HashSet<>(timesOf)));
    }

    TableErasure<Set<Long>> erasure() {
        return erasure;
    }

    /** Erases the collar from a file of readings. Keeps the times of its readings on some event days. */
    private record Erasing(Table table, String collarId, Set<LocalDate> timesOf)
            implements FileWork<Erased<Set<Long>>> {
        @Override
        public Erased<Set<Long>> of(DataFile file, @Nullable String newName) throws IOException {
            List<CollarDay> own = ReadingFile.of(table.io().newInputFile(file.location()), collarId);
            if (own.isEmpty()) {
                return new Erased<>(List.of(), null);
            }
            boolean keepsTimes = timesOf.contains(Days.of(file).eventDay());
            Set<Long> times = new HashSet<>();
            long rows = 0;
            for (CollarDay readings : own) {
                rows += readings.size();
                for (int i = 0; keepsTimes && i < readings.size(); i++) {
                    times.add(readings.epochMillis(i));
                }
            }
            return new Erased<>(List.of(times), newName == null ? null : without(file, rows, newName));
        }

        private @Nullable DataFile without(DataFile file, long own, String newName) throws IOException {
            if (own == file.recordCount()) {
                return null;
            }
            try (ReadingFileWriter writer = new ReadingFileWriter(
                    TableFiles.newFile(table, file.partition(), newName),
                    Days.of(file).deliveryDay())) {
                ReadingFile.read(table.io().newInputFile(file.location()), (bucket, readings) -> {
                    if (!readings.collarId().equals(collarId)) {
                        writer.write(bucket, readings);
                    }
                });
                DataFile written = writer.finish(table.spec(), file.partition(), table.sortOrder());
                if (written.recordCount() + own != file.recordCount()) {
                    throw new IllegalStateException("%s has %d rows, but %d were kept and %d are to be erased"
                            .formatted(file.location(), file.recordCount(), written.recordCount(), own));
                }
                return written;
            }
        }
    }

    /** Returns the pairs of delivery day and event day that have readings of the collar. */
    Set<Days> days() {
        return erasure.erased().keySet().stream().map(Days::of).collect(Collectors.toSet());
    }

    SortedSet<LocalDate> deliveryDays() {
        return days().stream().map(Days::deliveryDay).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the times of the collar's readings on an event day, from all deliveries. */
    Set<Long> times(LocalDate eventDay) {
        return erasure.erased().entrySet().stream()
                .filter(file -> Days.of(file.getKey()).eventDay().equals(eventDay))
                .flatMap(file -> file.getValue().rows().stream().flatMap(Set::stream))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the current contributions, counted as the ingestion counts them. Pairs without readings have none. */
    Map<Days, Contribution> contributions(Set<Days> wanted, FileSteps steps) throws IOException {
        List<DataFile> files = TableHistory.current(table).stream()
                .filter(file -> wanted.contains(Days.of(file)))
                .toList();
        Map<String, SortedMap<Integer, String>> digests =
                steps.each("Reading the collar's days", files, digests(table));
        Map<Days, Contribution> contributions = new HashMap<>();
        Map<Days, List<DataFile>> byDays = files.stream().collect(Collectors.groupingBy(Days::of));
        byDays.forEach((days, ofDays) -> {
            SortedMap<Integer, String> buckets = new TreeMap<>();
            for (DataFile file : ofDays) {
                Objects.requireNonNull(digests.get(file.location())).forEach((bucket, digest) -> {
                    if (buckets.put(bucket, digest) != null) {
                        throw new IllegalStateException("Bucket %d of %s is in two files".formatted(bucket, days));
                    }
                });
            }
            Fingerprint all = new Fingerprint();
            buckets.forEach((bucket, digest) -> all.add(bucket).add(digest));
            long readings = ofDays.stream().mapToLong(DataFile::recordCount).sum();
            contributions.put(days, new Contribution(days.deliveryDay(), days.eventDay(), readings, all.digest()));
        });
        return contributions;
    }

    /** Computes the fingerprint of each bucket. */
    private static FileWork<SortedMap<Integer, String>> digests(Table table) {
        return (file, newName) -> {
            Map<Integer, Fingerprint> buckets = new HashMap<>();
            ReadingFile.read(
                    table.io().newInputFile(file.location()),
                    (bucket, readings) -> buckets.computeIfAbsent(bucket, any -> new Fingerprint())
                            .add(readings));
            SortedMap<Integer, String> digests = new TreeMap<>();
            buckets.forEach((bucket, fingerprint) -> digests.put(bucket, fingerprint.digest()));
            return digests;
        };
    }
}
