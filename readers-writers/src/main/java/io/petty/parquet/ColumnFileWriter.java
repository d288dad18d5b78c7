package io.petty.parquet;

import io.petty.parquet.encoding.PageBuffer;
import io.petty.parquet.encoding.ZstdPages;
import io.petty.version.ProgramVersion;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes one Parquet file of a table, column by column. Pages of all columns end at the same rows, so a range of rows
 * is a range of pages in each column. The same rows and row groups give the same bytes, regardless of how the rows are
 * divided into blocks. Pages are compressed with zstd. Pages and footer have checksums.
 *
 * <p>A file is complete only after {@link #finish}. If it is closed before, it has no footer, and readers reject it.
 *
 * @param <B> a block of rows
 */
public final class ColumnFileWriter<B> implements Closeable {
    /** The default number of rows of a row group. */
    public static final int DEFAULT_ROW_GROUP_ROWS = 131_072;

    /**
     * The start of the footer's {@code created_by}, before the program's version. Files of this writer have a {@link
     * TailSeal}.
     */
    static final String CREATED_BY = "petty version ";
    /** The number of rows after which the writer checks whether long texts have filled a page. */
    private static final int STEP_ROWS = 256;

    private static final int PAGE_BYTES = 1 << 20;
    private static final int ROW_GROUP_BYTES = 64 << 20;
    private static final int INDEXED_TEXT_BYTES = 64;

    private final TableColumns<B> columns;
    private final Column.@Nullable Text<B> key;
    private final PageLayout layout;
    private final OutputFile file;
    private final int rowGroupRows;
    private final IcebergSink sink;
    private final ZstdPages codecs;
    private final ParquetProperties properties;
    private final ParquetFileWriter writer;
    private final Map<String, String> keyValueMetadata = new TreeMap<>();
    private final PageBuffer buffer = new PageBuffer();
    private final List<ColumnChunkWriter<B>> chunks = new ArrayList<>();
    private @Nullable ColumnChunkPageWriteStore pages;
    private int pageRows;
    /** The key of the previous row. */
    private @Nullable String lastKey;

    private int groupRows;
    private long rows;
    private @Nullable ParquetMetadata footer;
    private long fileSize;
    private boolean closed;

    /** Creates the file, with row groups of {@link #DEFAULT_ROW_GROUP_ROWS} rows. */
    public ColumnFileWriter(OutputFile file, TableColumns<B> columns) throws IOException {
        this(file, columns, DEFAULT_ROW_GROUP_ROWS);
    }

    /**
     * Creates the file, which must not exist yet.
     *
     * @param rowGroupRows maximum number of rows of a row group, at least 1. The writer keeps one row group in memory,
     *     compressed.
     */
    public ColumnFileWriter(OutputFile file, TableColumns<B> columns, int rowGroupRows) throws IOException {
        if (rowGroupRows < 1) {
            throw new IllegalArgumentException("A row group needs at least 1 row, not " + rowGroupRows);
        }
        this.columns = columns;
        this.key = columns.key();
        this.layout = key == null ? PageLayout.LARGE : PageLayout.KEYED;
        this.file = file;
        this.rowGroupRows = rowGroupRows;
        this.sink = new IcebergSink(file);
        this.properties = ParquetProperties.builder()
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withColumnIndexTruncateLength(INDEXED_TEXT_BYTES)
                .withStatisticsTruncateLength(INDEXED_TEXT_BYTES)
                .withPageWriteChecksumEnabled(true)
                .build();
        this.writer = new ParquetFileWriter(
                sink, columns.parquetSchema(), ParquetFileWriter.Mode.CREATE, Long.MAX_VALUE, 0, null, properties);
        this.codecs = new ZstdPages();
        writer.start();
    }

    /** Stores metadata in the file's footer. Allowed until {@link #finish}. */
    public void putMetadata(String key, String value) {
        keyValueMetadata.put(key, value);
    }

    /** Returns the number of rows written. */
    public long rowCount() {
        return rows;
    }

    /** Appends rows {@code from} to {@code to} (exclusive) of a block. */
    public void write(B block, int from, int to) throws IOException {
        int row = from;
        while (row < to) {
            if (pages == null) {
                startRowGroup();
            }
            int step = Math.min(STEP_ROWS - pageRows % STEP_ROWS, rowGroupRows - groupRows);
            int end = Math.min(to, row + step);
            if (key != null) {
                end = endOfKeys(key, block, row, end);
                if (end == row) {
                    endPage();
                    endLargeRowGroup();
                    continue;
                }
            }
            for (ColumnChunkWriter<B> chunk : chunks) {
                chunk.append(block, row, end);
            }
            pageRows += end - row;
            groupRows += end - row;
            rows += end - row;
            row = end;
            if (pageRows == layout.mostRows() || (pageRows % STEP_ROWS == 0 && isPageFull())) {
                endPage();
            }
            if (groupRows == rowGroupRows) {
                endRowGroup();
            } else if (pageRows == 0) {
                endLargeRowGroup();
            }
        }
    }

    /**
     * Returns the end of the rows that belong to the current page: those for which it has room, then those with the
     * same key as its last row.
     */
    private int endOfKeys(Column.Text<B> text, B block, int from, int to) {
        int row = Math.min(to, from + Math.max(0, layout.rows() - pageRows));
        if (row > from) {
            lastKey = text.value().value(block, row - 1);
        }
        while (row < to && Objects.equals(text.value().value(block, row), lastKey)) {
            row++;
        }
        return row;
    }

    private boolean isPageFull() {
        for (ColumnChunkWriter<B> chunk : chunks) {
            if (chunk.plainBytes() > PAGE_BYTES) {
                return true;
            }
        }
        return false;
    }

    private void endLargeRowGroup() throws IOException {
        long size = 0;
        for (ColumnChunkWriter<B> chunk : chunks) {
            size += chunk.pagesSize();
        }
        if (size > ROW_GROUP_BYTES) {
            endRowGroup();
        }
    }

    private void startRowGroup() {
        ColumnChunkPageWriteStore store = ColumnChunkPageWriteStore.builder()
                .withSchema(columns.parquetSchema())
                .withCompressorProvider(descriptor -> codecs.getCompressor(CompressionCodecName.ZSTD))
                .withAllocator(properties.getAllocator())
                .withColumnIndexTruncateLength(INDEXED_TEXT_BYTES)
                .withPageWriteChecksumEnabled(true)
                .build();
        for (Column<B> column : columns.columns()) {
            ColumnDescriptor descriptor = descriptor(column);
            ColumnChunkWriter.Target target =
                    new ColumnChunkWriter.Target(descriptor, store.getPageWriter(descriptor), buffer, layout);
            chunks.add(ColumnChunkWriter.of(column, target));
        }
        pages = store;
    }

    private ColumnDescriptor descriptor(Column<B> column) {
        // Every column has one leaf, including lists.
        return columns.parquetSchema().getColumns().get(column.head().place());
    }

    private void endPage() throws IOException {
        for (ColumnChunkWriter<B> chunk : chunks) {
            chunk.endPage(pageRows);
        }
        pageRows = 0;
    }

    /** Ends the row group at the last row written. Does nothing if no row was written since the last call. */
    public void endRowGroup() throws IOException {
        if (pages == null) {
            return;
        }
        if (pageRows > 0) {
            endPage();
        }
        for (ColumnChunkWriter<B> chunk : chunks) {
            chunk.end();
        }
        writer.startBlock(groupRows);
        pages.flushToFileWriter(writer);
        writer.endBlock();
        pages.close();
        pages = null;
        chunks.clear();
        groupRows = 0;
    }

    /** Completes the file with its footer and closes it. */
    public void finish() throws IOException {
        if (footer != null) {
            return;
        }
        endRowGroup();
        sink.startTail();
        writer.end(keyValueMetadata);
        fileSize = sink.finish(CREATED_BY + ProgramVersion.current().version());
        footer = writer.getFooter();
        close();
    }

    /** Releases all resources. A file that isn't finished stays without a footer. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (footer == null) {
            writer.abort();
        }
        try (sink;
                writer) {
            if (pages != null) {
                pages.close();
            }
            codecs.release();
        }
    }

    /**
     * Returns the finished file for a commit to an Iceberg table, with its size, row groups and the bounds of its
     * columns.
     *
     * @param partition the values of the partition fields, as Iceberg stores them
     * @param order the order of the rows
     * @throws IllegalStateException before {@link #finish}
     */
    public DataFile dataFile(PartitionSpec spec, StructLike partition, SortOrder order) {
        if (footer == null) {
            throw new IllegalStateException("File %s isn't finished".formatted(file.location()));
        }
        return DataFiles.builder(spec)
                .withPath(file.location())
                .withFormat(FileFormat.PARQUET)
                .withPartition(partition)
                .withFileSizeInBytes(fileSize)
                .withMetrics(FileMetrics.of(columns, footer))
                .withSplitOffsets(footer.getBlocks().stream()
                        .map(BlockMetaData::getStartingPos)
                        .toList())
                .withSortOrder(order)
                .build();
    }
}
