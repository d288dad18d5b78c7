package io.petty.parquet.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.DamagedFileException;
import io.petty.parquet.SampleRow;
import io.petty.parquet.TableColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedReaderTest {
    private static final int ROWS = 12_000;
    /** Sorted rows, with one to several thousand rows for each key. */
    private static final List<SampleRow> SAMPLE = sample();

    @TempDir
    Path folder;

    private static List<SampleRow> sample() {
        Random random = new Random(5);
        List<SampleRow> rows = new ArrayList<>();
        int key = 0;
        while (rows.size() < ROWS) {
            int count = random.nextInt(40) == 0 ? 1_000 + random.nextInt(2_000) : 1 + random.nextInt(80);
            for (int i = 0; i < count; i++) {
                rows.add(SampleRow.number(rows.size()).withId("k%05d".formatted(key)));
            }
            key++;
        }
        return rows;
    }

    private static List<SampleRow> rowsOf(List<SampleRow> rows, String key) {
        return rows.stream().filter(row -> row.id().equals(key)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {131_072, 7_000, 1_000, 55})
    void findsAllRowsOfEachKey(int rowGroupRows) throws IOException {
        assertFound(write("a.parquet", SampleRow.KEYED, SAMPLE, rowGroupRows), SAMPLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {131_072, 7_000})
    void findsRowsInLargePages(int rowGroupRows) throws IOException {
        assertFound(write("a.parquet", SampleRow.COLUMNS, SAMPLE, rowGroupRows), SAMPLE);
    }

    @Test
    void findsRowsThatAreNotSorted() throws IOException {
        List<SampleRow> mixed = SAMPLE.subList(0, 3_000).stream()
                .sorted(Comparator.comparing(SampleRow::rate))
                .toList();
        assertFound(write("a.parquet", SampleRow.KEYED, mixed, 1_000), mixed);
    }

    private void assertFound(Path file, List<SampleRow> rows) throws IOException {
        try (KeyedReader<SampleRow> reader = reader()) {
            KeyedFile mapped = reader.open("a", file);
            KeyedFile copy = reader.openCopy("a", file);
            List<String> keys =
                    rows.stream().map(SampleRow::id).sorted().distinct().toList();
            Map<String, List<SampleRow>> all = rows.stream().collect(Collectors.groupingBy(SampleRow::id));
            for (String key : keys) {
                List<SampleRow> expected = all.get(key);
                assertThat(reader.rows(mapped, key)).as(key).isEqualTo(expected);
                assertThat(reader.rows(copy, key)).as(key).isEqualTo(expected);
            }
            for (String absent : List.of("", "k", "k00000x", "zzz")) {
                assertThat(reader.rows(mapped, absent)).isEmpty();
            }
            assertThat(mapped.keys("", 10_000)).isEqualTo(keys);
            assertThat(mapped.keys(keys.get(1), 2)).isEqualTo(keys.subList(2, 4));
            assertThat(mapped.keys(keys.get(1) + "a", 1)).isEqualTo(keys.subList(2, 3));
        }
    }

    @Test
    void endsPagesAtTheEndOfAKey() throws IOException {
        Path file = write("a.parquet", SampleRow.KEYED, SAMPLE, 131_072);

        try (ColumnFileReader reader = new ColumnFileReader(org.apache.iceberg.Files.localInput(file.toFile()))) {
            ColumnDescriptor key = SampleRow.KEYED.parquetSchema().getColumns().get(0);
            OffsetIndex places = Objects.requireNonNull(reader.places(reader.chunk(0, key)));
            for (int page = 1; page < places.getPageCount(); page++) {
                int start = (int) places.getFirstRowIndex(page);
                int before = (int) places.getFirstRowIndex(page - 1);
                assertThat(start - before).isLessThanOrEqualTo(1_024);
                assertThat(SAMPLE.get(start).id().equals(SAMPLE.get(start - 1).id()))
                        .as("a page of %d rows ends within a key", start - before)
                        .isEqualTo(start - before == 1_024);
            }
        }
    }

    @Test
    void writesTheSameBytesForAnyBlockSize() throws IOException {
        Path whole = write("whole.parquet", SampleRow.KEYED, SAMPLE, 7_000);
        Path pieces = folder.resolve("pieces.parquet");
        try (ColumnFileWriter<List<SampleRow>> writer =
                new ColumnFileWriter<>(org.apache.iceberg.Files.localOutput(pieces.toFile()), SampleRow.KEYED, 7_000)) {
            for (int row = 0; row < SAMPLE.size(); row += 37) {
                writer.write(SAMPLE, row, Math.min(SAMPLE.size(), row + 37));
            }
            writer.finish();
        }

        assertThat(whole).hasSameBinaryContentAs(pieces);
    }

    @Test
    void detectsAFlippedBitOrReturnsTheWrittenRows() throws IOException {
        List<SampleRow> rows = SAMPLE.subList(0, 600);
        byte[] bytes = Files.readAllBytes(write("a.parquet", SampleRow.KEYED, rows, 400));
        List<String> keys = rows.stream().map(SampleRow::id).distinct().toList();
        Map<String, List<SampleRow>> all = rows.stream().collect(Collectors.groupingBy(SampleRow::id));
        Path damaged = folder.resolve("damaged.parquet");
        Random random = new Random(3);
        int noticed = 0;
        for (int round = 0; round < 1_500; round++) {
            byte[] copy = bytes.clone();
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            Files.write(damaged, copy);
            try (KeyedReader<SampleRow> reader = reader()) {
                KeyedFile file = reader.open("lake/a", damaged);
                for (String key : keys) {
                    assertThat(reader.rows(file, key)).isEqualTo(all.get(key));
                }
            } catch (DamagedFileException e) {
                assertThat(e).hasMessageContaining("lake/a");
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(1_200);
    }

    @Test
    void keepsReadingADeletedMappedFileAndReportsADeletedCopy() throws IOException {
        Path file = write("a.parquet", SampleRow.KEYED, SAMPLE, 131_072);
        try (KeyedReader<SampleRow> reader = reader()) {
            KeyedFile mapped = reader.open("a", file);
            KeyedFile copy = reader.openCopy("a", file);
            Files.delete(file);

            assertThat(reader.rows(mapped, "k00000")).isEqualTo(rowsOf(SAMPLE, "k00000"));
            assertThatThrownBy(() -> reader.rows(copy, "k00000")).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> reader.open("a", file)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void readsFilesFromOtherWriters() throws IOException, SQLException {
        TableColumns<List<String>> columns = TableColumns.<String>ofRecords()
                .key("collar_id", text -> text)
                .real("rate", text -> 0)
                .build();
        Path file = folder.resolve("foreign.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    COPY (SELECT 'collar-' || i // 10 AS collar_id, i::DOUBLE AS rate FROM range(10000) t(i))
                    TO '%s' (FORMAT parquet, COMPRESSION zstd)
                    """.formatted(file));
        }

        try (KeyedReader<Double> reader = new KeyedReader<>(columns, (batch, row) -> batch.real(1, row))) {
            assertThat(reader.rows(reader.open("a", file), "collar-77"))
                    .isEqualTo(
                            IntStream.range(770, 780).mapToObj(i -> (double) i).toList());
        }
    }

    @Test
    void refusesATableWithoutAKey() throws IOException {
        Path file = write("a.parquet", SampleRow.COLUMNS, SAMPLE, 131_072);
        try (KeyedReader<SampleRow> reader = new KeyedReader<>(SampleRow.COLUMNS, SampleRow::of)) {
            assertThatIllegalArgumentException().isThrownBy(() -> reader.open("a", file));
        }
    }

    private static KeyedReader<SampleRow> reader() {
        return new KeyedReader<>(SampleRow.KEYED, SampleRow::of);
    }

    private Path write(String name, TableColumns<List<SampleRow>> columns, List<SampleRow> rows, int rowGroupRows)
            throws IOException {
        Path file = folder.resolve(name);
        try (ColumnFileWriter<List<SampleRow>> writer =
                new ColumnFileWriter<>(org.apache.iceberg.Files.localOutput(file.toFile()), columns, rowGroupRows)) {
            writer.write(rows, 0, rows.size());
            writer.finish();
        }
        return file;
    }
}
