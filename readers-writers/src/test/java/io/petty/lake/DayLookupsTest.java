package io.petty.lake;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.DamagedFileException;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3ProxyServer;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayLookupsTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final int DAYS_OF_A_TEST = 10;
    private static final List<Closeable> OPENED = new ArrayList<>();
    private static LocalDate nextDay = LocalDate.of(2026, 1, 1);
    private static Lake lake;
    private static Lake lakeOnS3;

    /** The tests share the lakes, but each uses its own days. */
    private final LocalDate day = nextDay;

    @TempDir
    Path folder;

    @BeforeAll
    static void openLakes(@TempDir Path home) throws Exception {
        S3ProxyServer server = S3ProxyServer.shared();
        server.createBucket("lookups");
        lake = lake(home.resolve("local"), home.resolve("lake").toString(), S3Settings.AWS);
        lakeOnS3 = lake(home.resolve("s3"), "s3://lookups/petty", server.settings());
    }

    private static Lake lake(Path home, String location, S3Settings s3) {
        LakeDatabase database = LakeDatabase.openEmbedded(home);
        Lake opened = new Lake(database, StorageLocation.parse(location), s3, new CollarBuckets(4));
        OPENED.addAll(List.of(opened, database));
        return opened;
    }

    @AfterAll
    static void closeLakes() throws IOException {
        for (Closeable one : OPENED) {
            one.close();
        }
    }

    @BeforeEach
    void takeDays() {
        nextDay = day.plusDays(DAYS_OF_A_TEST);
    }

    private DayLookups lookups() throws IOException {
        return lookups(lake);
    }

    private DayLookups lookups(Lake of) throws IOException {
        return new DayLookups(of, new LookupLimits(64 * MEBIBYTE, folder.resolve("copies"), 64 * MEBIBYTE));
    }

    @ParameterizedTest
    @ValueSource(ints = {131_072, 3_000, 37})
    void returnsTheSameRowsAsScans(int rowGroupRows) throws IOException {
        List<String> collars = RandomDays.collars(60);
        RandomDays days = new RandomDays(lake, rowGroupRows, rowGroupRows);
        Publication publication = days.write(day, collars);
        days.write(day.plusDays(1), collars);

        try (DayLookups lookups = lookups()) {
            assertEqual(lookups, publication, Scanned.of(lake, publication), collars);
        }
    }

    /** The content of a day, read with scans. */
    private record Scanned(Map<String, List<Event>> events, Map<String, Summary> summaries) {
        static Scanned of(Lake lake, Publication publication) throws IOException {
            PublishedDay scans = new PublishedDay(lake, publication);
            Map<String, List<Event>> events = new HashMap<>();
            scans.events(event -> events.computeIfAbsent(event.collarId(), collar -> new ArrayList<>())
                    .add(event));
            Map<String, Summary> summaries = new HashMap<>();
            scans.summaries(summary -> summaries.put(summary.collarId(), summary));
            for (String collar : summaries.keySet().stream().sorted().limit(1).toList()) {
                assertThat(scans.eventsOf(collar)).isEqualTo(events.get(collar));
                assertThat(scans.summaryOf(collar)).contains(summaries.get(collar));
            }
            String example = scans.exampleCollar().orElseThrow();
            assertThat(summaries).containsKey(example);
            assertThat(scans.eventsByBehavior())
                    .isEqualTo(events.values().stream()
                            .flatMap(List::stream)
                            .collect(groupingBy(event -> event.behavior().label(), counting())));
            return new Scanned(events, summaries);
        }
    }

    private static void assertEqual(DayLookups lookups, Publication publication, Scanned day, List<String> collars)
            throws IOException {
        for (String collar : collars) {
            assertThat(lookups.eventsOf(publication, collar))
                    .as(collar)
                    .isEqualTo(day.events().get(collar));
            assertThat(lookups.summaryOf(publication, collar))
                    .as(collar)
                    .contains(day.summaries().get(collar));
        }
        for (String absent : List.of("", "a-2", "0", "zz", "c", "b\u00e9")) {
            assertThat(lookups.eventsOf(publication, absent)).isEmpty();
            assertThat(lookups.summaryOf(publication, absent)).isEmpty();
        }
    }

    @Test
    void prepareOpensTheFiles() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(day, RandomDays.collars(20));
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
        Publication publication = new RandomDays(lake, 1, 1_000).write(day, collars);

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
    void answersConcurrentThreadsWithinItsMemoryLimit() throws Exception {
        List<String> collars = RandomDays.collars(30);
        Map<Publication, Scanned> publications = written(lake, 3, collars, 200);
        try (DayLookups unbounded = lookups()) {
            for (Publication publication : publications.keySet()) {
                unbounded.prepare(publication);
            }
            assertThat(unbounded.heapBytes()).as("more than the limit").isGreaterThan(MEBIBYTE);
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (DayLookups lookups =
                new DayLookups(lake, new LookupLimits(MEBIBYTE, folder.resolve("copies"), MEBIBYTE))) {
            List<Future<?>> all = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                publications.forEach((publication, scanned) -> all.add(threads.submit(() -> {
                    assertEqual(lookups, publication, scanned, collars);
                    return publication;
                })));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(lookups.heapBytes()).isBetween(1L, MEBIBYTE);
        } finally {
            threads.shutdown();
        }
    }

    /** Writes the first days of this test, and reads them with scans. */
    private Map<Publication, Scanned> written(Lake to, int count, List<String> collars, int rowGroupRows)
            throws IOException {
        RandomDays days = new RandomDays(to, 1, rowGroupRows);
        Map<Publication, Scanned> publications = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Publication publication = days.write(day.plusDays(i), collars);
            publications.put(publication, Scanned.of(to, publication));
        }
        return publications;
    }

    @Test
    void readsEachPublicationFromItsOwnSnapshots() throws IOException {
        Publication before = new RandomDays(lake, 1, 1_000).write(day, RandomDays.collars(10));
        try (DayLookups lookups = lookups()) {
            List<Event> events = lookups.eventsOf(before, "a");
            Publication after = new RandomDays(lake, 2, 1_000).write(day, RandomDays.collars(10));

            assertThat(lookups.eventsOf(after, "a")).hasSizeGreaterThan(events.size());
            assertThat(lookups.eventsOf(before, "a")).isEqualTo(events);
        }
    }

    @Test
    void returnsNothingForADayWithoutFiles() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(day, List.of());

        try (DayLookups lookups = lookups()) {
            assertThat(lookups.eventsOf(publication, "a")).isEmpty();
            assertThat(lookups.collars(publication, null, 5)).isEmpty();
        }
    }

    @Test
    void namesAFileWithADamagedPage() throws IOException {
        Publication publication = new RandomDays(lake, 1, 1_000).write(day, List.of("a"));
        DataFile file = Lake.dataFiles(lake.timelines(), publication.snapshots().timelines(), onThisDay())
                .get(0);
        Path path = Path.of(file.location());
        byte[] bytes = Files.readAllBytes(path);
        // The first pages belong to the first column, the ids, which every look-up reads.
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
    void reportsAPublicationThatIsNoLongerKept() throws IOException {
        Publication old = new RandomDays(lake, 1, 1_000).write(day, RandomDays.collars(10));
        Publication current = new RandomDays(lake, 2, 1_000).write(day, RandomDays.collars(10));
        String elsewhere = RandomDays.collars(10).stream()
                .filter(collar ->
                        lake.buckets().bucket(collar) != lake.buckets().bucket("a"))
                .findFirst()
                .orElseThrow();
        try (DayLookups warm = lookups();
                DayLookups cold = lookups()) {
            List<Event> events = warm.eventsOf(old, "a");
            expire(lake.timelines(), old.snapshots().timelines());
            for (DataFile file : Lake.currentDataFiles(lake.timelines(), onThisDay())) {
                Files.delete(Path.of(file.location()));
            }

            assertThat(warm.eventsOf(old, "a")).isEqualTo(events);
            assertThatThrownBy(() -> warm.eventsOf(old, elsewhere)).isInstanceOf(OutdatedPublicationException.class);
            assertThatThrownBy(() -> cold.eventsOf(old, "a")).isInstanceOf(OutdatedPublicationException.class);
            // A file that is missing from a kept snapshot is lost. Another publication doesn't restore it.
            assertThatThrownBy(() -> cold.eventsOf(current, "a"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(OutdatedPublicationException.class);
        }
    }

    private Expression onThisDay() {
        return Expressions.equal("day", day.toString());
    }

    private static void expire(Table table, long snapshot) {
        table.expireSnapshots()
                .expireSnapshotId(snapshot)
                .expireOlderThan(0)
                .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
                .commit();
    }

    @Test
    void readsALakeOnS3WithLocalCopiesWithinTheirLimit() throws Exception {
        List<String> collars = RandomDays.collars(28);
        Map<Publication, Scanned> publications = written(lakeOnS3, 3, collars, 20_000);
        assertThat(Lake.currentDataFiles(lakeOnS3.timelines(), Expressions.alwaysTrue()).stream()
                        .mapToLong(DataFile::fileSizeInBytes)
                        .sum())
                .as("more than the limit")
                .isGreaterThan(MEBIBYTE);
        Path copies = folder.resolve("copies");
        try (DayLookups lookups = new DayLookups(lakeOnS3, new LookupLimits(64 * MEBIBYTE, copies, MEBIBYTE))) {
            for (int round = 0; round < 2; round++) {
                for (Map.Entry<Publication, Scanned> publication : publications.entrySet()) {
                    assertEqual(lookups, publication.getKey(), publication.getValue(), collars);
                }
            }
            assertThat(bytes(copies)).isBetween(1L, MEBIBYTE);
        }
        assertThat(bytes(copies)).isZero();
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void removesCopiesOfADeadProcess() throws Exception {
        Path copies = folder.resolve("copies");
        Path abandoned = Files.createDirectories(copies.resolve("copies-1"));
        Files.writeString(abandoned.resolve("a.parquet"), "old");
        try (DayLookups one = lookups(lakeOnS3)) {
            assertThat(one.heapBytes()).isZero();
            assertThat(abandoned).doesNotExist();
            try (DayLookups other = lookups(lakeOnS3);
                    Stream<Path> folders = Files.list(copies)) {
                assertThat(other.heapBytes()).isZero();
                assertThat(folders).as("folders of the running processes").hasSize(2);
            }
        }
    }
}
