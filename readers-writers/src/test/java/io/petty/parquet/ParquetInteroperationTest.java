package io.petty.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.parquet.encoding.PageBuffer;
import io.petty.parquet.encoding.ZstdPages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges files with Parquet's own reader and writer and with DuckDB, and compares each value. */
class ParquetInteroperationTest {
    private static final int PAGE_AND_MORE = 9_000;

    @TempDir
    Path folder;

    /** A row of numbers and texts. */
    record Row(
            String text,
            @Nullable String note,
            long time,
            double rate,
            @Nullable Double place,
            int level,
            @Nullable Long offset) {
        static final TableColumns<List<Row>> COLUMNS = columns();

        private static TableColumns<List<Row>> columns() {
            TableColumns.RecordBuilder<Row> columns = TableColumns.ofRecords();
            columns.text("text", Row::text).optionalText("note", Row::note);
            columns.sequentialTime("time", (rows, row) -> rows.get(row).time(), Row::times);
            return columns.real("rate", Row::rate)
                    .optionalReal("place", Row::place)
                    .whole("level", Row::level)
                    .optionalLongWhole("offset", Row::offset)
                    .build();
        }

        private static void times(List<Row> rows, int from, int to, long[] into, int at) {
            for (int row = from; row < to; row++) {
                into[at + row - from] = rows.get(row).time();
            }
        }

        static List<Row> random(int seed, int count) {
            SplittableRandom random = new SplittableRandom(seed);
            // The encodings depend on the number of distinct values, so it ranges from one to half a million.
            int variety = 1 << random.nextInt(20);
            int nulls = random.nextInt(4);
            List<Row> rows = new ArrayList<>();
            while (rows.size() < count) {
                Row row = new Row(
                        "t" + random.nextInt(variety),
                        random.nextInt(4) < nulls ? null : "é" + random.nextInt(variety),
                        random.nextLong(-9_000_000_000_000L, 9_000_000_000_000L) >> random.nextInt(43),
                        random.nextInt(variety) / 8.0 - random.nextInt(2),
                        random.nextInt(4) < nulls ? null : random.nextInt(variety) * -1e-6,
                        random.nextInt() >> random.nextInt(32),
                        random.nextInt(4) < nulls ? null : random.nextLong() >> random.nextInt(64));
                for (int i = random.nextInt(1, 20); i > 0 && rows.size() < count; i--) {
                    rows.add(row);
                }
            }
            return rows;
        }

        static Row of(ColumnBatch batch, int row) {
            return new Row(
                    batch.string(0, row),
                    batch.stringOrNull(1, row),
                    batch.timestampMillis(2, row),
                    batch.real(3, row),
                    batch.realOrNull(4, row),
                    batch.whole(5, row),
                    batch.longWholeOrNull(6, row));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 9000", "3, 9000", "4, 9000", "5, 9000", "6, 8192", "7, 17000", "8, 100", "9, 9000"})
    void writesFilesThatParquetsOwnReaderReads(int seed, int count) throws IOException {
        List<Row> rows = Row.random(seed, count);
        Path file = write(rows);

        List<List<Object>> columns = readByParquet(file);
        assertThat(columns.get(0)).isEqualTo(values(rows, Row::text));
        assertThat(columns.get(1)).isEqualTo(values(rows, Row::note));
        assertThat(columns.get(2)).isEqualTo(values(rows, row -> row.time() * 1000));
        assertThat(columns.get(3)).isEqualTo(values(rows, Row::rate));
        assertThat(columns.get(4)).isEqualTo(values(rows, Row::place));
        assertThat(columns.get(5)).isEqualTo(values(rows, Row::level));
        assertThat(columns.get(6)).isEqualTo(values(rows, Row::offset));
        assertThat(read(file)).isEqualTo(rows);
    }

    private interface Value {
        @Nullable
        Object of(Row row);
    }

    private static List<@Nullable Object> values(List<Row> rows, Value value) {
        List<@Nullable Object> values = new ArrayList<>();
        rows.forEach(row -> values.add(value.of(row)));
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14})
    void writesFilesThatDuckDbReads(int seed) throws IOException, SQLException {
        List<Row> rows = Row.random(seed, PAGE_AND_MORE);
        Path file = write(rows);

        List<Row> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT text, note, epoch_ms(time), rate, place, level, "offset" FROM '%s'
                        """.formatted(file))) {
            while (result.next()) {
                found.add(new Row(
                        result.getString(1),
                        result.getString(2),
                        result.getLong(3),
                        result.getDouble(4),
                        (Double) result.getObject(5),
                        result.getInt(6),
                        (Long) result.getObject(7)));
            }
        }
        assertThat(found).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({
        "PARQUET_1_0, true, false, 21",
        "PARQUET_1_0, true, false, 22",
        "PARQUET_1_0, true, false, 23",
        "PARQUET_1_0, false, false, 24",
        "PARQUET_1_0, false, true, 25",
        "PARQUET_2_0, true, false, 26",
        "PARQUET_2_0, true, false, 27",
        "PARQUET_2_0, false, false, 28",
        "PARQUET_2_0, false, true, 29"
    })
    void readsFilesOfParquetsOwnWriter(WriterVersion version, boolean dictionary, boolean split, int seed)
            throws IOException {
        List<Row> rows = Row.random(seed, PAGE_AND_MORE);
        Path file = folder.resolve("theirs.parquet");
        MessageType schema = Row.COLUMNS.parquetSchema();
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .withPageRowCountLimit(1_234)
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build()) {
            for (Row row : rows) {
                writer.write(group(groups, row));
            }
        }

        assertThat(read(file)).isEqualTo(rows);
        try (ColumnFileReader reader = open(file)) {
            List<Row> some = new ArrayList<>();
            reader.records(Row.COLUMNS.names(), 2_000, 7_777, Row::of).forEachRemaining(some::add);
            assertThat(some).isEqualTo(rows.subList(2_000, 7_777));
        }
    }

    private static Group group(SimpleGroupFactory groups, Row row) {
        Group group = groups.newGroup()
                .append("text", row.text())
                .append("time", row.time() * 1000)
                .append("rate", row.rate())
                .append("level", row.level());
        if (row.note() != null) {
            group.append("note", row.note());
        }
        if (row.place() != null) {
            group.append("place", row.place());
        }
        if (row.offset() != null) {
            group.append("offset", row.offset());
        }
        return group;
    }

    @Test
    void detectsDamagedBytesBeforeTheFooter() throws IOException {
        List<Row> rows = Row.random(33, 600);
        byte[] bytes = Files.readAllBytes(write(rows));
        int footer = bytes.length - 8 - (int) PageBuffer.INT.get(bytes, bytes.length - 8);
        SplittableRandom random = new SplittableRandom(33);
        Path copy = folder.resolve("damaged.parquet");
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(4, footer)] = (byte) random.nextInt();
            Files.write(copy, damaged);
            try {
                assertThat(read(copy)).isEqualTo(rows);
            } catch (java.io.UncheckedIOException e) {
                assertThat(e.getCause()).isInstanceOf(IOException.class);
                refused++;
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private Path write(List<Row> rows) throws IOException {
        Path file = folder.resolve("ours.parquet");
        try (ColumnFileWriter<List<Row>> writer = new ColumnFileWriter<>(
                org.apache.iceberg.Files.localOutput(new File(file.toString())), Row.COLUMNS, 16_000)) {
            writer.write(rows, 0, rows.size());
            writer.finish();
        }
        return file;
    }

    private static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ColumnFileReader reader = open(file)) {
            reader.records(Row.COLUMNS.names(), 0, reader.rowCount(), Row::of).forEachRemaining(rows::add);
        }
        return rows;
    }

    private static ColumnFileReader open(Path file) throws IOException {
        return new ColumnFileReader(org.apache.iceberg.Files.localInput(file.toString()));
    }

    /** Returns the values of all columns, including nulls, as Parquet's own reader reads them. */
    private static List<List<@Nullable Object>> readByParquet(Path file) throws IOException {
        List<List<@Nullable Object>> columns = new ArrayList<>();
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withCodecFactory(new ZstdPages())
                .usePageChecksumVerification()
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            List<ColumnDescriptor> descriptors = schema.getColumns();
            descriptors.forEach(descriptor -> columns.add(new ArrayList<>()));
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                ColumnReadStoreImpl store =
                        new ColumnReadStoreImpl(pages, new ColumnVectors(descriptors, 1), schema, "petty");
                for (int i = 0; i < descriptors.size(); i++) {
                    ColumnReader values = store.getColumnReader(descriptors.get(i));
                    for (long row = 0; row < pages.getRowCount(); row++) {
                        columns.get(i).add(value(values));
                        values.consume();
                    }
                }
            }
        }
        return columns;
    }

    private static @Nullable Object value(ColumnReader values) {
        ColumnDescriptor column = values.getDescriptor();
        if (values.getCurrentDefinitionLevel() < column.getMaxDefinitionLevel()) {
            return null;
        }
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> values.getInteger();
            case INT64 -> values.getLong();
            case DOUBLE -> values.getDouble();
            default -> values.getBinary().toStringUsingUTF8();
        };
    }
}
