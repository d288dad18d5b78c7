package io.petty.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.storage.S3ProxyServer;
import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingSorterTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final CollarBuckets BUCKETS = new CollarBuckets(4);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 5_000})
    void sortsAndDeduplicatesEachCollarDayWithAnyCapacity(int capacity) throws IOException {
        Map<String, Map<Integer, Long>> expected = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(capacity);
        FileIO files = files();
        SortedRunFiles runs = new SortedRunFiles(files, folder.toString());
        ReadingSorter sorter = new ReadingSorter(runs, BUCKETS, capacity);
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), 50);
        for (int i = 0; i < 300; i++) {
            String collar = "collar-" + random.nextInt(9);
            LocalDate day = DAY.plusDays(random.nextInt(-1, 2));
            int millis = random.nextInt(40);
            long key = PackedReading.key(millis, 60_000 + random.nextInt(3), random.nextInt(3));
            block.add(number(block, collar), (int) day.toEpochDay(), key, PackedReading.NO_LOCATION);
            expected.computeIfAbsent(day + " " + collar, name -> new TreeMap<>())
                    .merge(millis, key, Math::min);
            if (block.isFull()) {
                sorter.add(block);
                block.clear();
            }
        }
        sorter.add(block);

        sorter.finish();
        assertThat(read(files, runs.locations(), sorter.eventDays())).isEqualTo(expected);
    }

    @Test
    void keepsAllReadingsInMemoryUpToItsCapacity() throws IOException {
        int capacity = 20_000;
        Map<Integer, Long> expected = new TreeMap<>();
        FileIO files = files();
        SortedRunFiles runs = new SortedRunFiles(files, folder.toString());
        ReadingSorter sorter = new ReadingSorter(runs, BUCKETS, capacity);
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), 3_000);
        for (int millis = capacity; millis > 0; millis--) {
            long key = PackedReading.key(millis, 60_000, millis % 3);
            block.add(number(block, "A"), (int) DAY.toEpochDay(), key, PackedReading.location(millis, -millis));
            expected.put(millis, key);
            if (block.isFull()) {
                sorter.add(block);
                block.clear();
            }
        }
        sorter.add(block);

        sorter.finish();
        assertThat(runs.locations()).hasSize(1);
        assertThat(read(files, runs.locations(), sorter.eventDays())).isEqualTo(Map.of(DAY + " A", expected));
    }

    @Test
    void sortsBlocksWithDifferentDictionaries() throws IOException {
        FileIO files = files();
        SortedRunFiles runs = new SortedRunFiles(files, folder.toString());
        ReadingSorter sorter = new ReadingSorter(runs, BUCKETS, 100);
        for (String collar : List.of("A", "B")) {
            ReadingBlock block = new ReadingBlock(new CollarDictionary(), 1);
            block.add(
                    number(block, collar),
                    (int) DAY.toEpochDay(),
                    PackedReading.key(5, 60_000, 1),
                    PackedReading.location(1, 2));
            sorter.add(block);
        }

        sorter.finish();
        assertThat(read(files, runs.locations(), sorter.eventDays())).containsOnlyKeys(DAY + " A", DAY + " B");
    }

    /** An S3 client has 128 connections. */
    @Test
    void mergesMoreRunsOnS3ThanAClientHasConnections() throws Exception {
        int runs = 2;
        int rows = 4_500;
        S3ProxyServer server = S3ProxyServer.shared();
        server.createBucket("work");
        try (FileIO files = Storage.tableFiles(StorageLocation.parse("s3://work/runs"), server.settings())) {
            SortedRunFiles kept = new SortedRunFiles(files, "s3://work/runs");
            ReadingSorter sorter = new ReadingSorter(kept, BUCKETS, rows);
            for (int run = 0; run < runs; run++) {
                ReadingBlock block = new ReadingBlock(new CollarDictionary(), rows);
                for (int i = 0; i < rows; i++) {
                    int millis = run * rows + i;
                    block.add(
                            number(block, "A"),
                            (int) DAY.toEpochDay(),
                            PackedReading.key(millis, 60_000, 1),
                            PackedReading.NO_LOCATION);
                }
                sorter.add(block);
            }
            sorter.finish();
            List<String> written = kept.locations();
            assertThat(written).hasSize(runs);

            // The merge reads 70 copies of each run, and keeps one of equal readings.
            List<String> locations = Collections.nCopies(70, written).stream()
                    .flatMap(List::stream)
                    .toList();

            assertThat(read(files, locations, sorter.eventDays()).get(DAY + " A"))
                    .hasSize(runs * rows);
        }
    }

    @Test
    void writesNoRunWithoutReadings() throws IOException {
        SortedRunFiles runs = new SortedRunFiles(files(), folder.toString());
        ReadingSorter sorter = new ReadingSorter(runs, BUCKETS, 10);
        sorter.finish();
        assertThat(runs.locations()).isEmpty();
        assertThat(sorter.eventDays()).isEmpty();
    }

    private FileIO files() {
        return Storage.tableFiles(StorageLocation.parse(folder.toString()), S3Settings.AWS);
    }

    private static int number(ReadingBlock block, String collar) {
        byte[] bytes = collar.getBytes(US_ASCII);
        return block.collars().number(bytes, 0, bytes.length);
    }

    private static Map<String, Map<Integer, Long>> read(FileIO files, List<String> locations, List<LocalDate> days)
            throws IOException {
        SortedRuns runs = new SortedRuns(files, locations);
        Map<String, Map<Integer, Long>> found = new TreeMap<>();
        for (LocalDate day : days) {
            for (int bucket = 0; bucket < BUCKETS.count(); bucket++) {
                List<String> order = new ArrayList<>();
                try (CollarDays collars = runs.collarDays(day, bucket)) {
                    for (CollarDay next = collars.next(); next != null; next = collars.next()) {
                        order.add(next.collarId());
                        assertThat(BUCKETS.bucket(next.collarId())).isEqualTo(bucket);
                        Map<Integer, Long> rows = new TreeMap<>();
                        for (int i = 0; i < next.size(); i++) {
                            rows.put(next.millisOfDay(i), next.key(i));
                        }
                        found.put(day + " " + next.collarId(), rows);
                    }
                }
                assertThat(order).containsExactlyElementsOf(new TreeSet<>(order));
            }
        }
        return found;
    }
}
