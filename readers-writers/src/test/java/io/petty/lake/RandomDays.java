package io.petty.lake;

import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Review;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** Writes days of random collars to a lake: all kinds of values, many nulls, some collars with very many events. */
final class RandomDays {
    private static final long DAY_MILLIS = 86_400_000;
    private static final List<Behavior> BEHAVIORS = List.of(Behavior.values());
    private static final List<Review> REVIEWS = List.of(Review.values());

    private final Lake lake;
    private final Random random;
    private final int rowGroupRows;
    private final EventId ids = new EventId();

    RandomDays(Lake lake, long seed, int rowGroupRows) {
        this.lake = lake;
        this.random = new Random(seed);
        this.rowGroupRows = rowGroupRows;
    }

    /** Returns collars with common prefixes, very short names and names of the maximum length. */
    static List<String> collars(int count) {
        Set<String> collars = new TreeSet<>(List.of("a", "a-", "a-1", "a-10", "a-1_", "A", "x".repeat(64), "z"));
        for (int i = 0; collars.size() < count; i++) {
            collars.add("c" + i);
        }
        return List.copyOf(collars);
    }

    /** Writes one day of the collars, which must be sorted, and returns its publication. */
    Publication write(LocalDate day, List<String> collars) throws IOException {
        Table timelineTable = lake.timelines();
        Table summaryTable = lake.summaries();
        List<DataFile> timelines = new ArrayList<>();
        List<DataFile> summaries = new ArrayList<>();
        long count = 0;
        for (int bucket = 0; bucket < lake.buckets().count(); bucket++) {
            List<Event> events = new ArrayList<>();
            List<Summary> days = new ArrayList<>();
            for (String collar : collars) {
                if (lake.buckets().bucket(collar) == bucket) {
                    List<Event> own = events(collar, day);
                    events.addAll(own);
                    days.add(summary(collar, day, own.size()));
                }
            }
            count += events.size();
            if (!days.isEmpty()) {
                timelines.add(file(timelineTable, TimelineTable.COLUMNS, day, bucket, events));
                summaries.add(file(summaryTable, SummaryTable.COLUMNS, day, bucket, days));
            }
        }
        return new Publication(
                day,
                1,
                Instant.EPOCH,
                null,
                new Publication.Inputs("2027.1", "", "", ""),
                Publication.Feedback.NONE,
                new Publication.Snapshots(append(timelineTable, timelines), append(summaryTable, summaries), 0, 0),
                new Publication.Content(collars.size(), collars.size(), count, ""));
    }

    private static long append(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        return table.currentSnapshot().snapshotId();
    }

    private <R> DataFile file(Table table, TableColumns<List<R>> columns, LocalDate day, int bucket, List<R> rows)
            throws IOException {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        partition.set(0, (int) day.toEpochDay());
        partition.set(1, bucket);
        String location =
                table.locationProvider().newDataLocation(table.spec(), partition, UUID.randomUUID() + ".parquet");
        try (ColumnFileWriter<List<R>> file =
                new ColumnFileWriter<>(table.io().newOutputFile(location), columns, rowGroupRows)) {
            file.write(rows, 0, rows.size());
            file.finish();
            return file.dataFile(table.spec(), partition, table.sortOrder());
        }
    }

    private List<Event> events(String collar, LocalDate day) {
        int count = random.nextInt(50) == 0 ? 1_000 + random.nextInt(9_000) : 1 + random.nextInt(60);
        List<Event> events = new ArrayList<>();
        long start = day.toEpochDay() * DAY_MILLIS;
        for (int i = 0; i < count; i++) {
            long end = start + random.nextInt((int) (DAY_MILLIS / count));
            events.add(event(collar, day, start, end));
            start = end;
        }
        return events;
    }

    private Event event(String collar, LocalDate day, long start, long end) {
        Behavior behavior = BEHAVIORS.get(random.nextInt(BEHAVIORS.size()));
        boolean isReviewed = random.nextInt(40) == 0;
        double rate = 40 + random.nextInt(100_000) / 1000.0;
        int readings = 1 + random.nextInt(1_000);
        int measured = random.nextInt(10) == 0 ? 0 : readings;
        return new Event(
                ids.of(collar, start, behavior),
                collar,
                day,
                start,
                end,
                behavior,
                random.nextInt(10) / 10.0,
                random.nextInt(3) == 0 ? random.nextDouble() : 0.7,
                readings,
                measured,
                measured == 0 ? null : (Double) (rate + random.nextDouble()),
                measured == 0 ? null : (Double) (random.nextInt(5) == 0 ? 0 : random.nextDouble()),
                measured == 0 ? null : (Double) rate,
                measured == 0 ? null : (Double) (rate + random.nextInt(20)),
                random.nextBoolean() ? null : random.nextInt(100_000) / 1000.0,
                random.nextBoolean() ? null : random.nextDouble() * 1000,
                behavior == Behavior.PLAYING_FETCH ? (Integer) random.nextInt(5) : null,
                random.nextBoolean() ? null : 50.25,
                random.nextBoolean() ? null : 51.125,
                isReviewed ? random.nextInt(3) : 0,
                isReviewed ? random.nextInt(3) : 0,
                isReviewed ? REVIEWS.get(random.nextInt(REVIEWS.size())) : Review.UNREVIEWED,
                correction(isReviewed),
                "2026.1");
    }

    private @Nullable String correction(boolean isReviewed) {
        return isReviewed && random.nextBoolean() ? "Eating" : null;
    }

    private Summary summary(String collar, LocalDate day, int events) {
        long start = day.toEpochDay() * DAY_MILLIS;
        return new Summary(
                collar,
                day,
                random.nextDouble(),
                random.nextInt(3),
                0,
                random.nextDouble() * 100,
                -0.0,
                0,
                0,
                random.nextDouble() * 1440,
                1 + random.nextInt(3_000),
                start + random.nextInt(1_000),
                start + 80_000_000 + random.nextInt(1_000),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextBoolean() ? null : random.nextDouble(),
                random.nextDouble(),
                events,
                List.of("high_resting_heart_rate", "prolonged_inactivity")
                        .subList(0, random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0));
    }
}
