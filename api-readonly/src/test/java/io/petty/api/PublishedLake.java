package io.petty.api;

import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.RememberedHome;
import io.petty.lake.Runs;
import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.raw.Reject;
import io.petty.raw.RejectReason;
import io.petty.raw.RejectTable;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;

/** A small lake, written directly into a home's tables as if runs had published it. */
final class PublishedLake {
    /** The first day. From it to {@link #LAST} is the longest range that a request may have. */
    static final LocalDate FIRST = LocalDate.of(2026, 8, 21);

    static final LocalDate LAST = LocalDate.of(2026, 11, 20);

    /** Unpublished days between the first and the last. */
    static final Set<LocalDate> UNPUBLISHED =
            Set.of(LocalDate.of(2026, 9, 10), LocalDate.of(2026, 10, 5), LocalDate.of(2026, 10, 6));

    static final List<String> COLLARS = List.of("BISCUIT-01", "LUNA-01", "MOCHI-01", "REX-99");

    /** A published day without readings of LUNA-01. */
    static final LocalDate WITHOUT_LUNA = LocalDate.of(2026, 11, 2);

    /** The text of a rejected line, which must never be served. */
    static final String REJECTED_CONTENT = "the-content-of-a-line";

    /** A small number, since each day has a file of each table for each bucket. */
    private static final int BUCKETS = 2;

    private static final String RULESET = "2027.1";

    private final Lake lake;
    private final List<DataFile> timelines = new ArrayList<>();
    private final List<DataFile> summaries = new ArrayList<>();

    private PublishedLake(Lake lake) {
        this.lake = lake;
    }

    /** Writes the lake into a new home. */
    static void write(Path home) throws IOException {
        write(home, DatabaseSettings.EMBEDDED);
    }

    /** Writes the lake into a new home and a database. */
    static void write(Path home, DatabaseSettings settings) throws IOException {
        String folder = home.resolve("lake").toString();
        try (LakeDatabase database = LakeDatabase.open(home, settings, null);
                Lake lake =
                        new Lake(database, StorageLocation.parse(folder), S3Settings.AWS, new CollarBuckets(BUCKETS))) {
            new RememberedHome(null, null, folder, BUCKETS).write(home);
            new PublishedLake(lake).write(database);
        }
    }

    /** Returns all published days in order. */
    static List<LocalDate> days() {
        return FIRST.datesUntil(LAST.plusDays(1))
                .filter(day -> !UNPUBLISHED.contains(day))
                .toList();
    }

    /** Returns the events of a collar on a day. */
    static List<Event> events(String collar, LocalDate day) {
        return collar.equals("LUNA-01") && day.equals(WITHOUT_LUNA) ? List.of() : MadeUpDay.events(collar, day);
    }

    private void write(LakeDatabase database) throws IOException {
        Runs runs = new Runs(database, SharedServer.CLOCK);
        long run = runs.start("backfill --from %s --to %s".formatted(FIRST, LAST));
        for (LocalDate day : days()) {
            addDay(day);
        }
        Publication.Snapshots snapshots = new Publication.Snapshots(
                append(lake.timelines(), timelines), append(lake.summaries(), summaries), 0, 0);
        List<Publication> publications =
                days().stream().map(day -> publication(run, day, snapshots)).toList();
        new Publications(database).publish(publications, List.of());
        runs.complete(run);
        runs.fail(runs.start("run --date " + LAST.plusDays(1)), "too many rejects");
        deliver(database, run);
    }

    /** Publishes a day again with the same data, as a rerun does. */
    static void publishAgain(Path home, LocalDate day) {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home)) {
            Publications publications = new Publications(database);
            Publication shown = publications.current(day).orElseThrow();
            Runs runs = new Runs(database, SharedServer.CLOCK);
            long run = runs.start("rerun --date " + day);
            publications.publish(List.of(publication(run, day, shown.snapshots())), List.of());
            runs.complete(run);
        }
    }

    private void addDay(LocalDate day) throws IOException {
        for (int bucket = 0; bucket < lake.buckets().count(); bucket++) {
            List<Event> events = new ArrayList<>();
            List<Summary> days = new ArrayList<>();
            for (String collar : COLLARS) {
                List<Event> own = events(collar, day);
                if (lake.buckets().bucket(collar) == bucket && !own.isEmpty()) {
                    events.addAll(own);
                    days.add(MadeUpDay.summary(own));
                }
            }
            if (!days.isEmpty()) {
                timelines.add(file(lake.timelines(), TimelineTable.COLUMNS, events, (int) day.toEpochDay(), bucket));
                summaries.add(file(lake.summaries(), SummaryTable.COLUMNS, days, (int) day.toEpochDay(), bucket));
            }
        }
    }

    private void deliver(LakeDatabase database, long run) throws IOException {
        String file = "dt=%s/00.ndjson".formatted(LAST);
        List<Reject> rejects = List.of(
                new Reject(LAST, file, 3L, RejectReason.JSON, "not JSON at byte 1: x", REJECTED_CONTENT),
                new Reject(LAST, file, 4L, RejectReason.JSON, "not JSON at byte 1: x", REJECTED_CONTENT),
                new Reject(LAST, file, 9L, RejectReason.HEART_RATE, "heart_rate is missing", REJECTED_CONTENT));
        append(lake.rejects(), List.of(file(lake.rejects(), RejectTable.COLUMNS, rejects, (int) LAST.toEpochDay())));
        Deliveries deliveries = new Deliveries(database, SharedServer.CLOCK);
        deliveries.attempt(LAST, run);
        deliveries.complete(
                LAST,
                run,
                "fingerprint",
                List.of(),
                List.of(new DeliveryFile(file, 1_000, "1", 103, 0, 100, 3, 0, false)),
                List.of(new Contribution(LAST, LAST, 100, "a".repeat(64))));
        deliveries.attempt(LAST.plusDays(1), run);
        deliveries.fail(LAST.plusDays(1), run, "too many rejects");
    }

    private static long append(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        return table.currentSnapshot().snapshotId();
    }

    private static <R> DataFile file(Table table, TableColumns<List<R>> columns, List<R> rows, int... values)
            throws IOException {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        for (int i = 0; i < values.length; i++) {
            partition.set(i, values[i]);
        }
        String location =
                table.locationProvider().newDataLocation(table.spec(), partition, UUID.randomUUID() + ".parquet");
        try (ColumnFileWriter<List<R>> file = new ColumnFileWriter<>(table.io().newOutputFile(location), columns)) {
            file.write(rows, 0, rows.size());
            file.finish();
            return file.dataFile(table.spec(), partition, table.sortOrder());
        }
    }

    private static Publication publication(long run, LocalDate day, Publication.Snapshots snapshots) {
        return new Publication(
                day,
                run,
                publishedAt(day, run),
                null,
                new Publication.Inputs(RULESET, "readings", "baselines", ""),
                Publication.Feedback.NONE,
                snapshots,
                new Publication.Content(
                        COLLARS.size(),
                        1_000,
                        COLLARS.stream()
                                .mapToInt(collar -> events(collar, day).size())
                                .sum(),
                        "resting"));
    }

    /** Returns a time on the next morning, one second later for each run. */
    static Instant publishedAt(LocalDate day, long run) {
        return day.plusDays(1).atTime(2, 10).toInstant(ZoneOffset.UTC).plusMillis(run * 1_000 + 50);
    }
}
