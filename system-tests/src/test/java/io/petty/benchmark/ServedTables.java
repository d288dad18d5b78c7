package io.petty.benchmark;

import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.Runs;
import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;

/**
 * Writes timelines and summaries of synthetic days directly to a home's tables, for measuring the service. They are
 * published as by a run, but no readings are written. The same collars, days and seed give the same events.
 *
 * @param collars the number of collars, at least 1; they are named {@code collar-00000} and so on
 * @param last the last of the days
 * @param days the number of days, at least 1
 */
public record ServedTables(int collars, LocalDate last, int days, long seed) {
    private static final String RULESET = "2027.1";
    /** A baseline needs three earlier days. */
    private static final int DAYS_WITHOUT_BASELINE = 3;

    public ServedTables {
        if (collars < 1 || days < 1) {
            throw new IllegalArgumentException("%d collars and %d days can't be written".formatted(collars, days));
        }
    }

    /** Writes tables for a service. Arguments: the home, and the numbers of collars and days. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("Usage: ServedTables HOME COLLARS DAYS");
            System.exit(2);
        }
        ServedTables tables = new ServedTables(
                Integer.parseInt(arguments[1]), LocalDate.of(2026, 11, 20), Integer.parseInt(arguments[2]), 1);
        long start = System.nanoTime();
        tables.write(Path.of(arguments[0]));
        System.out.printf(
                "%d collars x %d days in %.1f s%n", tables.collars, tables.days, (System.nanoTime() - start) / 1e9);
    }

    /** Returns the name of a collar. */
    public static String collar(int number) {
        return "collar-%05d".formatted(number);
    }

    /** Returns the first of the days. */
    public LocalDate first() {
        return last.minusDays(days - 1L);
    }

    /** Writes all days, with one commit per table, to a home that has none of them yet. */
    public void write(Path home) throws IOException {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home);
                Lake lake = new Lake(
                        database,
                        StorageLocation.parse(home.resolve("lake").toString()),
                        S3Settings.AWS,
                        new CollarBuckets(CollarBuckets.DEFAULT_COUNT))) {
            Runs runs = new Runs(database, Clock.systemUTC());
            long run = runs.start("served tables of %d collars".formatted(collars));
            List<BucketDay> written = written(lake);
            long timelines = append(
                    lake.timelines(), written.stream().map(BucketDay::timelines).toList());
            long summaries = append(
                    lake.summaries(), written.stream().map(BucketDay::summaries).toList());
            List<Publication> publications = new ArrayList<>();
            for (LocalDate day = first(); !day.isAfter(last); day = day.plusDays(1)) {
                publications.add(publication(run, day, timelines, summaries, written));
            }
            new Publications(database).publish(publications, List.of());
            runs.complete(run);
        }
    }

    /** The files written for a day and bucket. */
    private record BucketDay(LocalDate day, DataFile timelines, DataFile summaries, long readings) {}

    private List<BucketDay> written(Lake lake) {
        List<List<String>> byBucket = IntStream.range(0, lake.buckets().count())
                .<List<String>>mapToObj(bucket -> new ArrayList<>())
                .toList();
        for (int i = 0; i < collars; i++) {
            byBucket.get(lake.buckets().bucket(collar(i))).add(collar(i));
        }
        Table timelines = lake.timelines();
        Table summaries = lake.summaries();
        return IntStream.range(0, days * byBucket.size())
                .parallel()
                .filter(i -> !byBucket.get(i % byBucket.size()).isEmpty())
                .mapToObj(i -> {
                    int bucket = i % byBucket.size();
                    try {
                        return bucketDay(timelines, summaries, i / byBucket.size(), bucket, byBucket.get(bucket));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private BucketDay bucketDay(Table timelines, Table summaries, int number, int bucket, List<String> names)
            throws IOException {
        LocalDate day = first().plusDays(number);
        Random random = new Random(seed * 31 + day.toEpochDay() * CollarBuckets.DEFAULT_COUNT + bucket);
        EventId ids = new EventId();
        long readings = 0;
        try (TableFile<Event> events = new TableFile<>(timelines, TimelineTable.COLUMNS, day, bucket);
                TableFile<Summary> days = new TableFile<>(summaries, SummaryTable.COLUMNS, day, bucket)) {
            for (String name : names) {
                Double baseline =
                        number < DAYS_WITHOUT_BASELINE ? null : 50 + Math.floorMod(name.hashCode(), 10_000) / 1_000.0;
                ServedCollarDay collarDay = ServedCollarDay.of(random, ids, name, day, baseline);
                events.write(collarDay.events());
                days.write(List.of(collarDay.summary()));
                readings += collarDay.summary().readings();
            }
            return new BucketDay(day, events.finish(), days.finish(), readings);
        }
    }

    private static long append(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        return table.currentSnapshot().snapshotId();
    }

    private Publication publication(long run, LocalDate day, long timelines, long summaries, List<BucketDay> written) {
        List<BucketDay> ofDay =
                written.stream().filter(part -> part.day().equals(day)).toList();
        return new Publication(
                day,
                run,
                publishedAt(day),
                null,
                new Publication.Inputs(RULESET, "readings", "baselines", ""),
                Publication.Feedback.NONE,
                new Publication.Snapshots(timelines, summaries, 0, 0),
                new Publication.Content(
                        collars,
                        ofDay.stream().mapToLong(BucketDay::readings).sum(),
                        ofDay.stream()
                                .mapToLong(part -> part.timelines().recordCount())
                                .sum(),
                        "resting"));
    }

    /** Returns a time early the next morning, when a nightly run would publish. */
    private static Instant publishedAt(LocalDate day) {
        return day.plusDays(1).atTime(3, 30).toInstant(ZoneOffset.UTC);
    }

    /** A new file of a table. */
    private static final class TableFile<R> implements AutoCloseable {
        private final Table table;
        private final PartitionData partition;
        private final ColumnFileWriter<List<R>> file;

        TableFile(Table table, TableColumns<List<R>> columns, LocalDate day, int bucket) throws IOException {
            this.table = table;
            this.partition = new PartitionData(table.spec().partitionType());
            partition.set(0, (int) day.toEpochDay());
            partition.set(1, bucket);
            String location = table.locationProvider().newDataLocation(table.spec(), partition, "served.parquet");
            this.file = new ColumnFileWriter<>(table.io().newOutputFile(location), columns);
        }

        void write(List<R> rows) throws IOException {
            file.write(rows, 0, rows.size());
        }

        DataFile finish() throws IOException {
            file.finish();
            return file.dataFile(table.spec(), partition, table.sortOrder());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
