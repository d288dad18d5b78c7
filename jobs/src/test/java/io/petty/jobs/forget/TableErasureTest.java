package io.petty.jobs.forget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.forgotten.Forgotten;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.partition.LocalEngine;
import io.petty.lake.Lake;
import io.petty.lake.database.LakeDatabase;
import io.petty.parquet.ColumnFileWriter;
import io.petty.raw.Reject;
import io.petty.raw.RejectReason;
import io.petty.raw.RejectTable;
import io.petty.reading.CollarBuckets;
import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.reading.ReadingFile;
import io.petty.reading.ReadingFileWriter;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erases a collar from tables with many files. About half of these files contain the collar. */
class TableErasureTest {
    private static final String GONE = "Bella";
    private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
    private static final int DAYS = 40;
    private static final int READINGS = 3;
    private static final Forgotten FORGOTTEN = Forgotten.NONE.with("key", GONE, List.of());

    private static LakeDatabase database;
    private static Lake lake;
    private static long run;

    private final StopRequest stop = new StopRequest();
    private final Progress progress = new Progress();

    @BeforeAll
    static void fillTheLake(@TempDir Path home) throws IOException {
        database = LakeDatabase.openEmbedded(home);
        lake = new Lake(
                database, StorageLocation.parse(home.resolve("lake").toString()), S3Settings.AWS, new CollarBuckets(1));
        List<DataFile> readings = new ArrayList<>();
        List<DataFile> rejects = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            LocalDate day = FIRST.plusDays(i);
            readings.add(readings(day, i % 2 == 0 ? List.of(GONE, "Other") : List.of("Other")));
            rejects.add(rejects(day, i % 2 == 0 ? List.of("broken", "of " + GONE) : List.of("broken")));
        }
        readings.add(readings(FIRST.plusDays(DAYS), List.of(GONE)));
        append(lake.readings(), readings);
        append(lake.rejects(), rejects);
    }

    @AfterAll
    static void closeTheLake() throws IOException {
        lake.close();
        database.close();
    }

    private static DataFile readings(LocalDate day, List<String> collars) throws IOException {
        Table table = lake.readings();
        PartitionData partition = partition(table, day, day);
        try (ReadingFileWriter writer = new ReadingFileWriter(newFile(table, partition), day)) {
            for (String collar : collars) {
                CollarDay.Builder readings = new CollarDay.Builder(collar, day);
                for (int i = 0; i < READINGS; i++) {
                    readings.add(PackedReading.key(60_000 * i, 60_000, 0), PackedReading.NO_LOCATION);
                }
                writer.write(0, readings.build());
            }
            return writer.finish(table.spec(), partition, table.sortOrder());
        }
    }

    private static DataFile rejects(LocalDate day, List<String> contents) throws IOException {
        Table table = lake.rejects();
        PartitionData partition = partition(table, day);
        List<Reject> rows = new ArrayList<>();
        for (String content : contents) {
            rows.add(new Reject(day, "a.ndjson", rows.size() + 1L, RejectReason.JSON, "no JSON", content));
        }
        try (ColumnFileWriter<List<Reject>> writer =
                new ColumnFileWriter<>(newFile(table, partition), RejectTable.COLUMNS)) {
            writer.write(rows, 0, rows.size());
            writer.finish();
            return writer.dataFile(table.spec(), partition, table.sortOrder());
        }
    }

    private static PartitionData partition(Table table, LocalDate... days) {
        PartitionData partition = new PartitionData(table.spec().partitionType());
        for (int i = 0; i < days.length; i++) {
            partition.set(i, (int) days[i].toEpochDay());
        }
        return partition;
    }

    private static OutputFile newFile(Table table, PartitionData partition) {
        return table.io()
                .newOutputFile(table.locationProvider().newDataLocation(table.spec(), partition, "first.parquet"));
    }

    private static void append(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
    }

    @Test
    void writesTheSameFilesOnOneAndTwoThreads() throws IOException {
        TableErasure<?> readings = readings();
        TableErasure<?> rejects = rejects();
        erase(1, readings, rejects);
        TableErasure<?> readingsOnTwo = readings();
        TableErasure<?> rejectsOnTwo = rejects();
        erase(2, readingsOnTwo, rejectsOnTwo);

        assertThat(readings.rowCount()).isEqualTo((DAYS / 2 + 1) * READINGS);
        assertThat(rejects.rowCount()).isEqualTo(DAYS / 2);
        assertThat(contents(readings)).hasSize(DAYS / 2 + 1).isEqualTo(contents(readingsOnTwo));
        assertThat(contents(rejects)).hasSize(DAYS / 2).isEqualTo(contents(rejectsOnTwo));
        assertThat(files(readings))
                .extracting(DataFile::location)
                .doesNotContainAnyElementsOf(
                        files(readingsOnTwo).stream().map(DataFile::location).toList());
    }

    @Test
    void erasesOnlyTheCollarFromAFile() throws IOException {
        ReadingErasure readings = new ReadingErasure(lake, GONE, Set.of(FIRST));
        erase(2, readings.erasure());

        List<String> left = new ArrayList<>();
        for (DataFile file : files(readings.erasure())) {
            ReadingFile.read(
                    lake.files().newInputFile(file.location()),
                    (bucket, collar) -> left.addAll(Collections.nCopies(collar.size(), collar.collarId())));
        }
        assertThat(left).hasSize(DAYS / 2 * READINGS).containsOnly("Other");
        assertThat(readings.times(FIRST)).hasSize(READINGS);
        assertThat(readings.times(FIRST.plusDays(2))).as("not requested").isEmpty();
    }

    @Test
    void findsTheCollarInFilesOfEarlierSnapshotsWithoutWriting() throws IOException {
        Table table = lake.readings();
        long start = table.currentSnapshot().snapshotId();
        table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        TableErasure<?> readings = new ReadingErasure(lake, GONE, Set.of()).erasure();
        TableErasure<?> others = new ReadingErasure(lake, "Nobody", Set.of()).erasure();

        erase(2, readings, others);

        assertThat(readings.isFound()).isFalse();
        try (LocalEngine engine = new LocalEngine(2, stop, progress)) {
            long files = filesInTheLake();
            assertThat(readings.isInEarlierFiles(steps(engine))).isTrue();
            assertThat(others.isInEarlierFiles(steps(engine))).isFalse();
            assertThat(filesInTheLake()).isEqualTo(files);
        }
        table.manageSnapshots().rollbackTo(start).commit();
    }

    @Test
    void endsBetweenTwoFilesAfterAStopRequest() {
        AtomicInteger looked = new AtomicInteger();
        FileWork<Integer> stopping = (file, newName) -> {
            stop.request();
            return looked.incrementAndGet();
        };
        try (LocalEngine engine = new LocalEngine(2, stop, progress)) {
            assertThatThrownBy(() -> steps(engine).each("Looking", TableHistory.current(lake.readings()), stopping))
                    .isInstanceOf(StopRequest.StoppedException.class);
        }
        assertThat(looked).hasValueBetween(1, 2);
    }

    @Test
    void throwsTheFailureOfAFile() {
        FileWork<Integer> failing = (file, newName) -> {
            throw new IOException("no space left");
        };
        try (LocalEngine engine = new LocalEngine(2, stop, progress)) {
            assertThatThrownBy(() -> steps(engine).each("Looking", TableHistory.current(lake.rejects()), failing))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no space left");
        }
    }

    private static TableErasure<?> readings() {
        return new ReadingErasure(lake, GONE, Set.of()).erasure();
    }

    private static TableErasure<?> rejects() {
        return new RejectErasure(lake, FORGOTTEN).erasure();
    }

    private void erase(int threads, TableErasure<?>... tables) throws IOException {
        try (LocalEngine engine = new LocalEngine(threads, stop, progress)) {
            FileSteps one = steps(engine);
            for (TableErasure<?> table : tables) {
                table.prepare(one);
            }
        }
    }

    /** Returns the steps of a new run. Each run writes files with new names. */
    private FileSteps steps(LocalEngine engine) {
        return new FileSteps(engine, progress, stop::check, ++run);
    }

    private static List<DataFile> files(TableErasure<?> table) {
        return table.erased().values().stream()
                .flatMap(erased -> erased.files().stream())
                .toList();
    }

    /**
     * Returns the contents of the new files, by the file that they replace. If all rows of a file are erased, no new
     * file replaces it.
     */
    private static Map<String, List<ByteBuffer>> contents(TableErasure<?> table) {
        Map<String, List<ByteBuffer>> contents = new TreeMap<>();
        table.erased()
                .forEach((file, erased) -> contents.put(
                        file.location(),
                        erased.files().stream().map(TableErasureTest::content).toList()));
        return contents;
    }

    private static ByteBuffer content(DataFile file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(Path.of(file.location())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long filesInTheLake() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(lake.readings().location()))) {
            return files.count();
        }
    }
}
