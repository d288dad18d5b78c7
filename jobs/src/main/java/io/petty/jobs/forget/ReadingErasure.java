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

/** Takes a collar out of the readings, and counts what delivery days give to event days without it. */
final class ReadingErasure {
    private static final int EVENT_DAY = 0;
    private static final int DELIVERY_DAY = 1;

    private final Table table;
    private final TableErasure<Set<Long>> erasure;

    /** What a delivery day gives to an event day. */
    record Days(LocalDate deliveryDay, LocalDate eventDay) {
        private static Days of(DataFile file) {
            return new Days(day(file, DELIVERY_DAY), day(file, EVENT_DAY));
        }

        private static LocalDate day(DataFile file, int field) {
            return LocalDate.ofEpochDay(file.partition().get(field, Integer.class));
        }
    }

    /** @param timesOf the event days of which {@link #times} are asked for */
    ReadingErasure(Lake lake, String collarId, Set<LocalDate> timesOf) {
        this.table = lake.readings();
        this.erasure = new TableErasure<>("readings", table, new Erasing(table, collarId, new HashSet<>(timesOf)));
    }

    TableErasure<Set<Long>> erasure() {
        return erasure;
    }

    /** Works on a file of readings, which is read collar by collar; keeps the times that are asked for. */
    private record Erasing(Table table, String collarId, Set<LocalDate> timesOf) implements FileErasure<Set<Long>> {
        @Override
        public Erased<Set<Long>> erase(DataFile file, @Nullable String newName) throws IOException {
            List<CollarDay> own = ReadingFile.of(table.io().newInputFile(file.location()), collarId);
            if (own.isEmpty()) {
                return new Erased<>(List.of(), null);
            }
            boolean isAsked = timesOf.contains(Days.of(file).eventDay());
            Set<Long> times = new HashSet<>();
            long rows = 0;
            for (CollarDay readings : own) {
                rows += readings.size();
                for (int i = 0; isAsked && i < readings.size(); i++) {
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
                    throw new IllegalStateException("%s has %d rows, but %d were kept and %d are to go"
                            .formatted(file.location(), file.recordCount(), written.recordCount(), own));
                }
                return written;
            }
        }
    }

    /** The event days on which it has readings, and the delivery days that brought them. */
    Set<Days> days() {
        return erasure.erased().keySet().stream().map(Days::of).collect(Collectors.toSet());
    }

    SortedSet<LocalDate> deliveryDays() {
        return days().stream().map(Days::deliveryDay).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The times at which it has readings on an event day, of all deliveries. */
    Set<Long> times(LocalDate eventDay) {
        return erasure.erased().entrySet().stream()
                .filter(file -> Days.of(file.getKey()).eventDay().equals(eventDay))
                .flatMap(file -> file.getValue().rows().stream().flatMap(Set::stream))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What delivery days give to event days now, as their ingestion would count it; pairs that give nothing have none. */
    Map<Days, Contribution> contributions(Set<Days> wanted, FileSteps steps) throws IOException {
        List<DataFile> files = TableHistory.current(table).stream()
                .filter(file -> wanted.contains(Days.of(file)))
                .toList();
        Map<String, SortedMap<Integer, String>> digests =
                steps.each("Reading the days it was on", files, digests(table));
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

    /** Takes the fingerprint of each bucket. */
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
