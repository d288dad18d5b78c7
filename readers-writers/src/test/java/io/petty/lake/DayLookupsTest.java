package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.storage.S3ProxyServer;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.table.CollarBuckets;
import io.petty.table.DamagedFileException;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayLookupsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path home;

    private LakeDatabase database;
    private Lake lake;

    @BeforeEach
    void open() {
        database = LakeDatabase.open(home, DatabaseSettings.EMBEDDED);
        lake = lake(home.resolve("lake").toString(), S3Settings.AWS);
    }

    private Lake lake(String location, S3Settings s3) {
        return new Lake(database, StorageLocation.parse(location), s3, new CollarBuckets(4));
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
        database.close();
    }

    private DayLookups lookups() throws IOException {
        return new DayLookups(lake, new LookupLimits(64 * MEBIBYTE, home.resolve("copies"), 64 * MEBIBYTE));
    }

    @ParameterizedTest
    @ValueSource(ints = {131_072, 3_000, 37})
    void givesWhatScansGive(int rowGroupRows) throws IOException {
        List<String> collars = RandomDays.collars(60);
        RandomDays days = new RandomDays(lake, rowGroupRows, rowGroupRows);
        Publication publication = days.write(DAY, collars);
        days.write(DAY.plusDays(1), collars);

        try (DayLookups lookups = lookups()) {
            assertEqual(lookups, publication, collars);
        }
    }

    private void assertEqual(DayLookups lookups, Publication publication, List<String> collars) throws IOException {
        PublishedDay scans = new PublishedDay(lake, publication);
        Map<String, List<Event>> events = new HashMap<>();
        scans.events(event -> events.computeIfAbsent(event.collarId(), collar -> new ArrayList<>())
                .add(event));
        Map<String, Summary> summaries = new HashMap<>();
        scans.summaries(summary -> summaries.put(summary.collarId(), summary));
        for (String collar : collars) {
            assertThat(lookups.eventsOf(publication, collar)).as(collar).isEqualTo(events.get(collar));
            assertThat(lookups.summaryOf(publication, collar)).as(collar).contains(summaries.get(collar));
        }
        assertThat(scans.eventsOf(collars.get(0))).isEqualTo(events.get(collars.get(0)));
        assertThat(scans.summaryOf(collars.get(0))).contains(summaries.get(collars.get(0)));
        for (String absent : List.of("", "a-2", "0", "zz", "c", "b\u00e9")) {
            assertThat(lookups.eventsOf(publication, absent)).isEmpty();
            assertThat(lookups.summaryOf(publication, absent)).isEmpty();
        }
    }

    @Test
    void findsAnEventByItsId() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(DAY, RandomDays.collars(20));

        try (DayLookups lookups = lookups()) {
            Event event = lookups.eventsOf(publication, "a-1").get(0);
            assertThat(lookups.event(publication, "a-1", event.eventId())).contains(event);
            assertThat(lookups.event(publication, "a-10", event.eventId())).isEmpty();
        }
    }

    @Test
    void opensFilesAhead() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(DAY, RandomDays.collars(20));
        try (DayLookups lookups = lookups()) {
            lookups.prepare(publication);

            long bytes = lookups.heapBytes();
            assertThat(lookups.eventsOf(publication, "a")).isNotEmpty();
            assertThat(lookups.summaryOf(publication, "z")).isPresent();
            assertThat(lookups.heapBytes()).isEqualTo(bytes).isPositive();
        }
    }

    @Test
    void listsCollarsInPages() throws IOException {
        List<String> collars = RandomDays.collars(50);
        Publication publication = new RandomDays(lake, 1, 1_000).write(DAY, collars);

        try (DayLookups lookups = lookups()) {
            List<String> listed = new ArrayList<>();
            List<String> page = lookups.collars(publication, null, 7);
            while (!page.isEmpty()) {
                listed.addAll(page);
                page = lookups.collars(publication, page.get(page.size() - 1), 7);
            }
            assertThat(listed).containsExactlyElementsOf(collars);
            assertThat(lookups.collars(publication, null, 1_000)).containsExactlyElementsOf(collars);
        }
    }

    @Test
    void answersManyThreadsAtOnceWithinLittleMemory() throws Exception {
        List<String> collars = RandomDays.collars(60);
        RandomDays days = new RandomDays(lake, 1, 5_000);
        List<Publication> publications = new ArrayList<>();
        for (int day = 0; day < 6; day++) {
            publications.add(days.write(DAY.plusDays(day), collars));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (DayLookups lookups = new DayLookups(lake, new LookupLimits(MEBIBYTE, home.resolve("copies"), MEBIBYTE))) {
            List<Future<?>> all = new ArrayList<>();
            for (Publication publication : publications) {
                all.add(threads.submit(() -> {
                    assertEqual(lookups, publication, collars);
                    return publication;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(lookups.heapBytes()).isBetween(1L, MEBIBYTE);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void seesEachPublicationAsItWas() throws IOException {
        Publication before = new RandomDays(lake, 1, 1_000).write(DAY, RandomDays.collars(10));
        try (DayLookups lookups = lookups()) {
            List<Event> events = lookups.eventsOf(before, "a");
            Publication after = new RandomDays(lake, 2, 1_000).write(DAY, RandomDays.collars(10));

            assertThat(lookups.eventsOf(after, "a")).hasSizeGreaterThan(events.size());
            assertThat(lookups.eventsOf(before, "a")).isEqualTo(events);
        }
    }

    @Test
    void givesNothingForADayWithoutFiles() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(DAY, List.of());

        try (DayLookups lookups = lookups()) {
            assertThat(lookups.eventsOf(publication, "a")).isEmpty();
            assertThat(lookups.collars(publication, null, 5)).isEmpty();
        }
    }

    @Test
    void namesAFileWithADamagedPage() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(DAY, List.of("a"));
        DataFile file = Lake.dataFiles(lake.timelines(), publication.timelinesSnapshot(), Expressions.alwaysTrue())
                .get(0);
        Path path = Path.of(file.location());
        byte[] bytes = Files.readAllBytes(path);
        // The first pages are the first column's, and no look-up does without ids.
        bytes[100] ^= 4;
        Files.write(path, bytes);

        try (DayLookups lookups = lookups()) {
            assertThatThrownBy(() -> lookups.eventsOf(publication, "a"))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining(file.location());
            assertThat(lookups.summaryOf(publication, "a")).isPresent();
        }
    }

    @Test
    void tellsAPublicationThatIsNoLongerKept() throws IOException {
        Publication old = new RandomDays(lake, 1, 1_000).write(DAY, RandomDays.collars(10));
        Publication current = new RandomDays(lake, 2, 1_000).write(DAY, RandomDays.collars(10));
        String elsewhere = RandomDays.collars(10).stream()
                .filter(collar ->
                        lake.buckets().bucket(collar) != lake.buckets().bucket("a"))
                .findFirst()
                .orElseThrow();
        try (DayLookups warm = lookups();
                DayLookups cold = lookups()) {
            List<Event> events = warm.eventsOf(old, "a");
            expire(lake.timelines(), old.timelinesSnapshot());
            for (DataFile file : Lake.currentDataFiles(lake.timelines(), Expressions.alwaysTrue())) {
                Files.delete(Path.of(file.location()));
            }

            assertThat(warm.eventsOf(old, "a")).isEqualTo(events);
            assertThatThrownBy(() -> warm.eventsOf(old, elsewhere)).isInstanceOf(OutdatedPublicationException.class);
            assertThatThrownBy(() -> cold.eventsOf(old, "a")).isInstanceOf(OutdatedPublicationException.class);
            // Files that are missing from a snapshot that is kept are lost, which another publication doesn't heal.
            assertThatThrownBy(() -> cold.eventsOf(current, "a"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(OutdatedPublicationException.class);
        }
    }

    private static void expire(Table table, long snapshot) {
        table.expireSnapshots()
                .expireSnapshotId(snapshot)
                .expireOlderThan(0)
                .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
                .commit();
    }

    @Test
    void readsALakeOnS3ByLocalCopiesThatStayWithinTheirBounds() throws Exception {
        try (S3ProxyServer server = S3ProxyServer.start(Files.createDirectory(home.resolve("s3")))) {
            server.createBucket("lake");
            lake.close();
            lake = lake("s3://lake/petty", server.settings());
            List<String> collars = RandomDays.collars(80);
            RandomDays days = new RandomDays(lake, 1, 20_000);
            List<Publication> publications = new ArrayList<>();
            for (int day = 0; day < 4; day++) {
                publications.add(days.write(DAY.plusDays(day), collars));
            }
            Path copies = home.resolve("copies");
            try (DayLookups lookups = new DayLookups(lake, new LookupLimits(64 * MEBIBYTE, copies, MEBIBYTE))) {
                for (int round = 0; round < 2; round++) {
                    for (Publication publication : publications) {
                        assertEqual(lookups, publication, RandomDays.collars(20));
                    }
                }
                assertThat(bytes(copies)).isBetween(1L, MEBIBYTE);
            }
            assertThat(bytes(copies)).isZero();
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void removesCopiesOfAProcessThatIsGone() throws Exception {
        Path abandoned = home.resolve("copies/copies-1");
        Files.createDirectories(abandoned);
        Files.writeString(abandoned.resolve("a.parquet"), "old");
        try (S3ProxyServer server = S3ProxyServer.start(Files.createDirectory(home.resolve("s3")))) {
            server.createBucket("lake");
            lake.close();
            lake = lake("s3://lake/petty", server.settings());
            try (DayLookups one = lookups();
                    DayLookups other = lookups()) {
                assertThat(abandoned).doesNotExist();
                assertThat(Optional.of(one)).isNotEqualTo(Optional.of(other));
            }
        }
    }
}
