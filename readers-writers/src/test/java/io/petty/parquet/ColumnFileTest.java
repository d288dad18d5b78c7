package io.petty.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.version.ProgramVersion;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnFileTest {
    private static final int ROWS = 30_000;
    private static final int GROUP_ROWS = 12_345;
    private static final List<SampleRow> SAMPLE = SampleRow.numbers(ROWS);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {7, 256, 1_000, 9_999, ROWS})
    void readsBackRowsWrittenInBlocksOfAnySize(int blockRows) throws IOException {
        Path file = write("a.parquet", blockRows);

        assertThat(readAll(file)).isEqualTo(SAMPLE);
    }

    @Test
    void writesTheSameBytesForAnyBlockSize() throws IOException {
        Path whole = write("whole.parquet", ROWS);
        Path pieces = write("pieces.parquet", 131);

        assertThat(whole).hasSameBinaryContentAs(pieces);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 8_191, 8_192, 12_344, 12_345, 20_000, 29_999, ROWS})
    void readsAnyRangeOfRows(int from) throws IOException {
        Path file = write("a.parquet", ROWS);
        for (int to : new int[] {from, Math.min(from + 1, ROWS), Math.min(from + 9_000, ROWS), ROWS}) {
            try (ColumnFileReader reader = open(file)) {
                List<SampleRow> rows = new ArrayList<>();
                reader.records(SampleRow.COLUMNS.names(), from, to, SampleRow::of)
                        .forEachRemaining(rows::add);
                assertThat(rows).isEqualTo(SAMPLE.subList(from, to));
            }
        }
    }

    @Test
    void readsSelectedColumnsInTheRequestedOrder() throws IOException {
        Path file = write("a.parquet", ROWS);

        try (ColumnFileReader reader = open(file)) {
            ColumnRows rows = reader.read(List.of("line", "id"), 29_990, ROWS);
            ColumnBatch batch = Objects.requireNonNull(rows.next());
            assertThat(batch.firstRow()).isEqualTo(29_990);
            assertThat(batch.longWhole(0, 3)).isEqualTo(29_993 * 3_000_000_000L);
            assertThat(batch.string(1, 3)).isEqualTo("collar-299");
            assertThat(rows.next()).isNull();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.read(List.of("nothing"), 0, 1))
                    .withMessageContaining("nothing");
            assertThatIllegalArgumentException().isThrownBy(() -> reader.read(List.of("id"), 0, ROWS + 1));
        }
    }

    @Test
    void findsThePagesThatMayContainAText() throws IOException {
        Path file = folder.resolve("sorted.parquet");
        List<String> collars = IntStream.range(0, 50_000)
                .mapToObj(i -> "collar-%04d".formatted(i / 100))
                .toList();
        TableColumns<List<String>> columns =
                TableColumns.<String>ofRecords().text("collar_id", text -> text).build();
        try (ColumnFileWriter<List<String>> writer = new ColumnFileWriter<>(output(file), columns, 20_000)) {
            writer.write(collars, 0, collars.size());
            writer.finish();
        }

        try (ColumnFileReader reader = open(file)) {
            assertThat(reader.rowsThatMayHold("collar_id", "collar-0250"))
                    .containsExactly(new RowRange(20_000, 28_192));
            assertThat(reader.rowsThatMayHold("collar_id", "none")).isEmpty();
        }
    }

    @Test
    void endsRowGroupsOnRequestAndWritesMetadataAddedLater() throws IOException {
        Path file = folder.resolve("a.parquet");
        try (ColumnFileWriter<List<SampleRow>> writer = new ColumnFileWriter<>(output(file), SampleRow.COLUMNS)) {
            writer.write(SAMPLE, 0, 10);
            writer.endRowGroup();
            writer.endRowGroup();
            writer.write(SAMPLE, 10, 30);
            writer.putMetadata("petty.run", "17");
            writer.finish();
        }

        try (ColumnFileReader reader = open(file)) {
            assertThat(reader.footer().keyValueMetadata()).containsEntry("petty.run", "17");
            assertThat(reader.rowCount()).isEqualTo(30);
        }
        assertThat(footer(file).getBlocks())
                .extracting(BlockMetaData::getRowCount)
                .containsExactly(10L, 20L);
    }

    @Test
    void writesAFileWithoutRows() throws IOException {
        Path file = folder.resolve("empty.parquet");
        try (ColumnFileWriter<List<SampleRow>> writer = new ColumnFileWriter<>(output(file), SampleRow.COLUMNS)) {
            writer.finish();
            assertThat(dataFile(writer).recordCount()).isZero();
        }

        assertThat(readAll(file)).isEmpty();
    }

    @Test
    void leavesAnUnfinishedFileUnreadable() throws IOException {
        Path file = folder.resolve("a.parquet");
        try (ColumnFileWriter<List<SampleRow>> writer =
                new ColumnFileWriter<>(output(file), SampleRow.COLUMNS, GROUP_ROWS)) {
            writer.write(SAMPLE, 0, ROWS);
        }

        assertThatThrownBy(() -> open(file)).isInstanceOf(DamagedFileException.class);
    }

    @Test
    void detectsAFlippedBitInAnyColumn() throws IOException {
        Path file = write("a.parquet", ROWS);
        byte[] bytes = Files.readAllBytes(file);
        BlockMetaData group = footer(file).getBlocks().get(1);
        for (int column = 0; column < group.getColumns().size(); column++) {
            byte[] damaged = bytes.clone();
            long end = group.getColumns().get(column).getStartingPos()
                    + group.getColumns().get(column).getTotalSize();
            damaged[(int) end - 3] ^= 0x10;
            Path copy = folder.resolve("damaged-" + column);
            Files.write(copy, damaged);

            assertThatThrownBy(() -> readAll(copy))
                    .hasRootCauseMessage("could not verify page integrity, CRC checksum verification failed");
        }
    }

    @Test
    void detectsEachFlippedBitInIndexesAndFooter() throws IOException {
        Path file = write("a.parquet", ROWS);
        byte[] bytes = Files.readAllBytes(file);
        BlockMetaData group =
                footer(file).getBlocks().get(footer(file).getBlocks().size() - 1);
        long pagesEnd = group.getColumns().stream()
                .mapToLong(chunk -> chunk.getStartingPos() + chunk.getTotalSize())
                .max()
                .orElseThrow();
        Path copy = Files.write(folder.resolve("damaged.parquet"), bytes);
        for (int at = (int) pagesEnd; at < bytes.length; at++) {
            write(copy, at, bytes[at] ^ 1 << at % 8);
            assertThatThrownBy(() -> open(copy))
                    .as("byte %d of %d", at, bytes.length)
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("damaged.parquet");
            write(copy, at, bytes[at]);
        }
        open(copy).close();
    }

    @Test
    void refusesNaN() throws IOException {
        TableColumns<List<Double>> columns =
                TableColumns.<Double>ofRecords().real("x", value -> value).build();
        try (ColumnFileWriter<List<Double>> writer =
                new ColumnFileWriter<>(output(folder.resolve("a.parquet")), columns)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(List.of(Double.NaN), 0, 1))
                    .withMessage("Column x can't hold NaN");
        }
    }

    @Test
    void writesFieldIdsZstdAndItsOwnName() throws IOException {
        ParquetMetadata footer = footer(write("a.parquet", ROWS));

        assertThat(footer.getFileMetaData().getCreatedBy())
                .isEqualTo("petty version " + ProgramVersion.current().version());
        assertThat(footer.getFileMetaData().getSchema().getFields())
                .extracting(Type::getId)
                .extracting(Type.ID::intValue)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(footer.getFileMetaData()
                        .getSchema()
                        .getType("flags", "list", "element")
                        .getId()
                        .intValue())
                .isEqualTo(12);
        assertThat(footer.getBlocks())
                .hasSize(3)
                .allSatisfy(block -> assertThat(block.getColumns())
                        .allSatisfy(chunk -> assertThat(chunk.getCodec()).isEqualTo(CompressionCodecName.ZSTD)));
        assertThat(SampleRow.COLUMNS.icebergSchema().findField("flags.element").fieldId())
                .isEqualTo(12);
        assertThat(SampleRow.COLUMNS.icebergSchema().findType("time")).isEqualTo(Types.TimestampType.withoutZone());
    }

    @Test
    void returnsCountsAndBoundsForIceberg() throws IOException {
        Path file = folder.resolve("a.parquet");
        DataFile data;
        try (ColumnFileWriter<List<SampleRow>> writer =
                new ColumnFileWriter<>(output(file), SampleRow.COLUMNS, GROUP_ROWS)) {
            writer.write(SAMPLE, 0, ROWS);
            writer.finish();
            data = dataFile(writer);
        }

        assertThat(data.recordCount()).isEqualTo(ROWS);
        assertThat(data.fileSizeInBytes()).isEqualTo(Files.size(file));
        assertThat(data.splitOffsets()).hasSize(3).startsWith(4L);
        assertThat(data.valueCounts()).containsEntry(1, (long) ROWS).containsEntry(2, (long) ROWS);
        assertThat(data.nullValueCounts())
                .containsEntry(2, 10_000L)
                .containsEntry(5, 7_500L)
                .containsEntry(1, 0L);
        assertThat(bounds(data, 1)).containsExactly("collar-0", "collar-99");
        assertThat(bounds(data, 2))
                .containsExactly("note 1 \u00e9\u2028\ud83d\udc15", "note 9998 \u00e9\u2028\ud83d\udc15");
        assertThat(bounds(data, 3))
                .containsExactly(
                        SAMPLE.get(0).time() * 1000, SAMPLE.get(ROWS - 1).time() * 1000);
        assertThat(bounds(data, 4)).containsExactly(60.0, 64.875);
        assertThat(bounds(data, 5)).containsExactly(1 / 7.0, 29_999 / 7.0);
        assertThat(bounds(data, 7)).containsExactly(0, 29_995);
        assertThat(bounds(data, 9)).containsExactly(-29_999 * 10_000_000_000L, -10_000_000_000L);
        assertThat(bounds(data, 10)).containsExactly(-10_000, 20_029);
    }

    private static List<Object> bounds(DataFile data, int id) {
        org.apache.iceberg.types.Type type = SampleRow.COLUMNS.icebergSchema().findType(id);
        return List.of(
                bound(type, data.lowerBounds().get(id)),
                bound(type, data.upperBounds().get(id)));
    }

    private static Object bound(org.apache.iceberg.types.Type type, @Nullable ByteBuffer bytes) {
        Object value = Conversions.fromByteBuffer(type, Objects.requireNonNull(bytes));
        return value instanceof CharSequence text ? text.toString() : value;
    }

    @Test
    void truncatesTextsInBoundsToSixteenCharacters() throws IOException {
        TableColumns<List<String>> columns = TableColumns.<String>ofRecords()
                .distinctText("content", text -> text)
                .build();
        try (ColumnFileWriter<List<String>> writer =
                new ColumnFileWriter<>(output(folder.resolve("a.parquet")), columns)) {
            writer.write(List.of("abcdefghijklmnopqrs", "x".repeat(5_000)), 0, 2);
            writer.finish();
            DataFile data = dataFile(writer);
            assertThat(bound(Types.StringType.get(), data.lowerBounds().get(1))).isEqualTo("abcdefghijklmnop");
            assertThat(bound(Types.StringType.get(), data.upperBounds().get(1))).isEqualTo("x".repeat(15) + "y");
        }
    }

    @Test
    void isReadableByDuckDb() throws IOException, SQLException {
        Path file = write("a.parquet", ROWS);

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            List<String> described = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("DESCRIBE FROM '%s'".formatted(file))) {
                while (rows.next()) {
                    described.add(rows.getString(1) + " " + rows.getString(2));
                }
            }
            assertThat(described)
                    .containsExactly(
                            "id VARCHAR",
                            "note VARCHAR",
                            "time TIMESTAMP",
                            "rate DOUBLE",
                            "distance DOUBLE",
                            "level INTEGER",
                            "cycles INTEGER",
                            "line BIGINT",
                            "offset BIGINT",
                            "day DATE",
                            "flags VARCHAR[]");
            try (ResultSet rows = statement.executeQuery("""
                    SELECT count(*), count(note), epoch_ms(min(time)), sum(rate), sum(distance), sum(level), sum(cycles),
                        sum(line), sum("offset"), min(day)::VARCHAR, sum(len(flags)), max(id)
                    FROM '%s'
                    """.formatted(file))) {
                rows.next();
                assertThat(rows.getLong(1)).isEqualTo(ROWS);
                assertThat(rows.getLong(2)).isEqualTo(20_000);
                assertThat(rows.getLong(3)).isEqualTo(SAMPLE.get(0).time());
                assertThat(rows.getDouble(4))
                        .isEqualTo(SAMPLE.stream().mapToDouble(SampleRow::rate).sum());
                assertThat(rows.getDouble(5)).isBetween(48_214_000.0, 48_215_000.0);
                assertThat(rows.getLong(6)).isEqualTo(30_000);
                assertThat(rows.getLong(7)).isEqualTo(89_985_000);
                assertThat(rows.getBigDecimal(8).longValueExact())
                        .isEqualTo(SAMPLE.stream().mapToLong(SampleRow::line).sum());
                assertThat(rows.getString(10)).isEqualTo("1942-08-16");
                assertThat(rows.getLong(11)).isEqualTo(30_000);
                assertThat(rows.getString(12)).isEqualTo("collar-99");
            }
        }
    }

    @Test
    void readsRangesOfFilesFromOtherWriters() throws IOException, SQLException {
        Path file = folder.resolve("foreign.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    COPY (SELECT 'collar-' || i // 10 AS collar_id, i::DOUBLE / 4 AS rate, make_timestamp(i * 1000000) AS time,
                        CASE WHEN i & 1 = 0 THEN i::INTEGER END AS cycles FROM range(10000) t(i))
                    TO '%s' (FORMAT parquet, COMPRESSION zstd)
                    """.formatted(file));
        }

        try (ColumnFileReader reader = open(file)) {
            ColumnBatch batch =
                    Objects.requireNonNull(reader.read(List.of("time", "collar_id", "rate", "cycles"), 7_001, 7_003)
                            .next());
            assertThat(batch.size()).isEqualTo(2);
            assertThat(batch.timestampMillis(0, 0)).isEqualTo(7_001_000);
            assertThat(batch.string(1, 1)).isEqualTo("collar-700");
            assertThat(batch.real(2, 1)).isEqualTo(1750.5);
            assertThat(batch.wholeOrNull(3, 0)).isNull();
            assertThat(batch.wholeOrNull(3, 1)).isEqualTo(7_002);
        }
    }

    private static void write(Path file, int at, int value) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            bytes.write(value);
        }
    }

    private Path write(String name, int blockRows) throws IOException {
        Path file = folder.resolve(name);
        try (ColumnFileWriter<List<SampleRow>> writer =
                new ColumnFileWriter<>(output(file), SampleRow.COLUMNS, GROUP_ROWS)) {
            for (int from = 0; from < ROWS; from += blockRows) {
                List<SampleRow> block = SAMPLE.subList(from, Math.min(ROWS, from + blockRows));
                writer.write(block, 0, block.size());
            }
            writer.finish();
        }
        return file;
    }

    private static List<SampleRow> readAll(Path file) throws IOException {
        List<SampleRow> rows = new ArrayList<>();
        try (ColumnFileReader reader = open(file)) {
            reader.records(SampleRow.COLUMNS.names(), 0, reader.rowCount(), SampleRow::of)
                    .forEachRemaining(rows::add);
        }
        return rows;
    }

    private static DataFile dataFile(ColumnFileWriter<?> writer) {
        PartitionSpec spec = PartitionSpec.unpartitioned();
        return writer.dataFile(spec, new PartitionData(spec.partitionType()), SortOrder.unsorted());
    }

    private static org.apache.iceberg.io.OutputFile output(Path file) {
        return org.apache.iceberg.Files.localOutput(new File(file.toString()));
    }

    private static ColumnFileReader open(Path file) throws IOException {
        return new ColumnFileReader(org.apache.iceberg.Files.localInput(file.toString()));
    }

    private static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            return reader.getFooter();
        }
    }
}
