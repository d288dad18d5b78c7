package io.petty.parquet;

import com.github.luben.zstd.ZstdException;
import io.petty.parquet.encoding.ZstdPages;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.io.InputFile;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexFilter;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Parquet file of a table, column by column, and verifies the checksums of its pages and footer. It reads
 * only the requested columns, and of these only the pages with requested rows. Not safe for use by several threads at
 * once.
 */
public final class ColumnFileReader implements Closeable {
    private final String location;
    private final SeekableInputStream in;
    private final ParquetFileReader reader;
    private final List<BlockMetaData> groups;
    private final MessageType schema;

    /**
     * Opens the file and reads its footer.
     *
     * @throws DamagedFileException if the file has no readable footer
     */
    public ColumnFileReader(InputFile file) throws IOException {
        this(file, file.location());
    }

    /** Opens a file of a table, or a copy of it. {@code location} is its name in the table. */
    public ColumnFileReader(InputFile file, String location) throws IOException {
        this(file, location, (source, options, in) -> {
            boolean sealed = TailSeal.verify(location, in, source.getLength());
            ParquetFileReader opened = ParquetFileReader.open(source, options, in);
            if (!sealed && isCreatedSealed(opened)) {
                throw new DamagedFileException(location, "the checksum of its footer is missing");
            }
            return opened;
        });
    }

    private static boolean isCreatedSealed(ParquetFileReader file) {
        String creator = file.getFileMetaData().getCreatedBy();
        return creator != null && creator.startsWith(ColumnFileWriter.CREATED_BY);
    }

    /** Opens a file whose footer has been read before. */
    public ColumnFileReader(InputFile file, ColumnFileFooter footer) throws IOException {
        this(
                file,
                file.location(),
                (source, options, in) -> ParquetFileReader.open(source, footer.parquet, options, in));
    }

    private interface Opening {
        ParquetFileReader open(IcebergSource source, ParquetReadOptions options, SeekableInputStream in)
                throws IOException;
    }

    private ColumnFileReader(InputFile file, String location, Opening opening) throws IOException {
        this.location = location;
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withCodecFactory(new ZstdPages())
                .usePageChecksumVerification()
                .build();
        IcebergSource source = new IcebergSource(file);
        this.in = source.newStream();
        try {
            this.reader = guarded(location, () -> opening.open(source, options, in));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
        this.groups = reader.getRowGroups();
        this.schema = reader.getFileMetaData().getSchema();
    }

    /** Returns the footer, for other readers of the same file. */
    public ColumnFileFooter footer() {
        return new ColumnFileFooter(reader.getFooter());
    }

    /** Returns the number of rows in the file. */
    public long rowCount() {
        return reader.getRecordCount();
    }

    /** Returns the names of the file's columns, in their order. */
    public List<String> columns() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /**
     * Reads columns of the rows {@code from} to {@code to} (exclusive) in batches. The batches number the columns from
     * 0 in the given order. Several reads of a file may be open at once and take turns.
     *
     * @throws IllegalArgumentException if the file has no such column or rows
     */
    public ColumnRows read(List<String> columns, long from, long to) {
        requireRows(from, to);
        return new ColumnRows(this, columns, from, to);
    }

    private void requireRows(long from, long to) {
        if (from < 0 || from > to || to > rowCount()) {
            throw new IllegalArgumentException(
                    "File %s has %d rows, not %d to %d".formatted(location, rowCount(), from, to));
        }
    }

    /**
     * Reads columns of a range of rows as one record per row. The iterator throws {@link IOException} as an unchecked
     * exception.
     */
    public <R> Iterator<R> records(List<String> columns, long from, long to, ColumnBatch.ToRecord<R> toRecord) {
        return new RecordIterator<>(read(columns, from, to), toRecord);
    }

    /**
     * Reads all columns of a table for a range of rows, like {@link #records(List, long, long, ColumnBatch.ToRecord)}.
     * Optional columns that the file doesn't have, since they were added after it was written, are null in each row.
     *
     * @throws IllegalArgumentException if a column that isn't optional is missing
     */
    public <R> Iterator<R> records(TableColumns<?> table, long from, long to, ColumnBatch.ToRecord<R> toRecord) {
        requireRows(from, to);
        return new RecordIterator<>(new ColumnRows(this, table, from, to), toRecord);
    }

    /**
     * Returns whether a column of the table is read from the file. Optional columns that the file doesn't have are not.
     */
    boolean isRead(TableColumns<?> table, String column) {
        return schema.containsField(column)
                || table.parquetSchema().getType(column).getRepetition() != Type.Repetition.OPTIONAL;
    }

    /**
     * Returns the ranges of rows that may have the given text in a column, according to the file's page index. They
     * include every row with this text. If the file is sorted by the column, they include hardly any other row.
     */
    public List<RowRange> rowsThatMayHold(String column, String text) throws IOException {
        return rows(column, FilterApi.eq(FilterApi.binaryColumn(column), Binary.fromString(text)));
    }

    /** Like {@link #rowsThatMayHold}, for values that start with a prefix of ASCII characters. */
    public List<RowRange> rowsThatMayStartWith(String column, String prefix) throws IOException {
        return rows(
                column,
                FilterApi.and(
                        FilterApi.gtEq(FilterApi.binaryColumn(column), Binary.fromString(prefix)),
                        FilterApi.ltEq(FilterApi.binaryColumn(column), Binary.fromString(prefix + "\u007f"))));
    }

    private List<RowRange> rows(String column, FilterPredicate predicate) throws IOException {
        requireColumn(column);
        FilterCompat.Filter filter = FilterCompat.get(predicate);
        List<RowRange> ranges = new ArrayList<>();
        long first = 0;
        for (int group = 0; group < groups.size(); group++) {
            long rows = groups.get(group).getRowCount();
            int current = group;
            RowRanges found = guarded(() -> ColumnIndexFilter.calculateRowRanges(
                    filter, reader.getColumnIndexStore(current), Set.of(ColumnPath.fromDotString(column)), rows));
            for (RowRanges.Range range : found.getRanges()) {
                ranges.add(new RowRange(first + range.from, first + range.to + 1));
            }
            first += rows;
        }
        return ranges;
    }

    public int groupCount() {
        return groups.size();
    }

    public long groupRows(int group) {
        return groups.get(group).getRowCount();
    }

    void requireColumn(String column) {
        if (!schema.containsField(column)) {
            throw new IllegalArgumentException(
                    "File %s has no column %s, only %s".formatted(location, column, columns()));
        }
    }

    ColumnDescriptor descriptor(String column) {
        requireColumn(column);
        for (ColumnDescriptor descriptor : schema.getColumns()) {
            if (descriptor.getPath()[0].equals(column)) {
                return descriptor;
            }
        }
        throw new IllegalArgumentException("File %s has an empty column %s".formatted(location, column));
    }

    /**
     * Reads columns of the rows {@code from} to {@code to} (exclusive) of a row group, or the whole group if the file
     * has no page index. The caller distinguishes the two cases by the row count of the pages.
     */
    PageReadStore pages(int group, List<ColumnDescriptor> columns, long from, long to) throws IOException {
        reader.setRequestedSchema(columns);
        BlockMetaData block = groups.get(group);
        boolean whole = from == 0 && to == block.getRowCount();
        for (ColumnChunkMetaData chunk : block.getColumns()) {
            whole |= chunk.getOffsetIndexReference() == null;
        }
        if (whole) {
            return guarded(() -> reader.readRowGroup(group));
        }
        RowRanges rows = RowRanges.builder().addSelectedRange(from, to - 1).build();
        return this.<PageReadStore>guarded(() -> reader.readFilteredRowGroup(group, rows));
    }

    /** Returns the footer's metadata of a column of a row group. */
    public ColumnChunkMetaData chunk(int group, ColumnDescriptor column) {
        ColumnPath path = ColumnPath.get(column.getPath());
        for (ColumnChunkMetaData chunk : groups.get(group).getColumns()) {
            if (chunk.getPath().equals(path)) {
                return chunk;
            }
        }
        throw new ParquetDecodingException("A row group has no column " + path);
    }

    /** Returns whether the file has a column of this name and type. */
    public boolean hasColumn(ColumnDescriptor column) {
        return schema.getColumns().stream()
                .anyMatch(found -> Arrays.equals(found.getPath(), column.getPath())
                        && found.getMaxDefinitionLevel() == column.getMaxDefinitionLevel()
                        && found.getMaxRepetitionLevel() == column.getMaxRepetitionLevel()
                        && found.getPrimitiveType().equals(column.getPrimitiveType()));
    }

    /** Returns whether the footer and the page indexes were verified by a checksum. */
    public boolean isSealed() {
        return isCreatedSealed(reader);
    }

    /** Returns the positions of a chunk's pages, or null if the file has no index of them. */
    @Nullable
    public OffsetIndex places(ColumnChunkMetaData chunk) throws IOException {
        return reader.readOffsetIndex(chunk);
    }

    /** Returns the bounds of a chunk's pages, or null if the file has none. */
    @Nullable
    public ColumnIndex bounds(ColumnChunkMetaData chunk) throws IOException {
        return reader.readColumnIndex(chunk);
    }

    ColumnReadStoreImpl values(PageReadStore pages, MessageType projection, ColumnVectors vectors) {
        return new ColumnReadStoreImpl(
                pages, vectors, projection, reader.getFileMetaData().getCreatedBy());
    }

    MessageType projection(List<String> columns) {
        return new MessageType(
                schema.getName(), columns.stream().map(schema::getType).toList());
    }

    /** A step of reading. A failure in Parquet during the step means that the file is damaged. */
    public interface Reading<T> {
        T read() throws IOException;
    }

    public <T> T guarded(Reading<T> reading) throws IOException {
        return guarded(location, reading);
    }

    private static <T> T guarded(String location, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException e) {
            throw isOfDamage(e) ? new DamagedFileException(location, e) : e;
        } catch (RuntimeException e) {
            if (isOfDamage(e)) {
                throw new DamagedFileException(location, e);
            }
            throw e;
        }
    }

    /**
     * Returns whether an exception thrown by Parquet is caused by the contents of the file. Parquet throws almost any
     * of Java's own exceptions for unexpected bytes. The storage throws exceptions of other libraries, or one of the
     * two that are excluded here.
     */
    public static boolean isOfDamage(RuntimeException e) {
        return e instanceof ParquetRuntimeException
                || e instanceof InvalidParquetMetadataException
                || e instanceof ZstdException
                || (e.getClass().getName().startsWith("java.")
                        && !(e instanceof UncheckedIOException)
                        && !(e instanceof IllegalStateException));
    }

    /**
     * Returns whether Parquet couldn't parse a footer or page header, or found another number of values than the footer
     * states. The latter can be recognized only by its message.
     */
    private static boolean isOfDamage(IOException e) {
        return (e.getCause() != null && e.getCause().getClass().getName().contains(".thrift."))
                || String.valueOf(e.getMessage()).contains(" values in column chunk at ");
    }

    @Override
    public void close() throws IOException {
        try (in) {
            reader.close();
        }
    }
}
