package io.petty.parquet.lookup;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnVector;
import io.petty.parquet.TableColumns;
import io.petty.parquet.encoding.ChunkDecoder;
import io.petty.parquet.encoding.PageDictionary;
import io.petty.parquet.encoding.PageHeader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Finds the pages of a file's columns and reads its dictionaries, for look-ups. */
final class PageFinder implements Closeable {
    private final ColumnFileReader reader;
    private final TableColumns<?> columns;
    private final FileBytes.Source source;
    private final FileBytes bytes;
    private final PageBuffers buffers = new PageBuffers();
    /** The previous array of first rows, which usually serves the next column too. */
    private int[] firstRows = new int[0];

    PageFinder(ColumnFileReader reader, TableColumns<?> columns, FileBytes.Source source) throws IOException {
        this.reader = reader;
        this.columns = columns;
        this.source = source;
        this.bytes = source.open();
    }

    /** Returns all pages, or null if the file's layout isn't Petty's. */
    @Nullable
    KeyedPages find() throws IOException {
        List<ColumnDescriptor> descriptors = columns.parquetSchema().getColumns();
        if (!descriptors.stream().allMatch(reader::hasColumn)) {
            return null;
        }
        List<KeyedPages.Group> groups = new ArrayList<>();
        int firstRow = 0;
        for (int group = 0; group < reader.groupCount(); group++) {
            List<KeyedChunk> chunks = new ArrayList<>();
            for (ColumnDescriptor column : descriptors) {
                KeyedChunk chunk = chunk(group, column);
                if (chunk == null) {
                    return null;
                }
                chunks.add(chunk);
            }
            groups.add(new KeyedPages.Group(firstRow, (int) reader.groupRows(group), chunks));
            firstRow += (int) reader.groupRows(group);
        }
        return new KeyedPages(source, groups);
    }

    private @Nullable KeyedChunk chunk(int group, ColumnDescriptor column) throws IOException {
        ColumnChunkMetaData chunk = reader.chunk(group, column);
        CompressionCodecName codec = chunk.getCodec();
        OffsetIndex places = reader.places(chunk);
        if (places == null
                || (codec != CompressionCodecName.ZSTD && codec != CompressionCodecName.UNCOMPRESSED)
                || !ChunkDecoder.hasKnownPages(column, chunk)) {
            return null;
        }
        int pages = places.getPageCount();
        int[] rows = new int[pages + 1];
        int[] offsets = new int[pages + 1];
        for (int page = 0; page < pages; page++) {
            if (page > 0 && places.getOffset(page) != offsets[page]) {
                return null;
            }
            rows[page] = (int) places.getFirstRowIndex(page);
            offsets[page] = (int) places.getOffset(page);
            offsets[page + 1] = offsets[page] + places.getCompressedPageSize(page);
        }
        rows[pages] = (int) reader.groupRows(group);
        if (!Arrays.equals(rows, firstRows)) {
            firstRows = rows;
        }
        // The keys are kept as an index. Their dictionary would be by far the largest.
        boolean isKey = column.getPath()[0].equals(columns.requiredKey());
        return new KeyedChunk(
                firstRows,
                offsets,
                codec,
                isKey ? KnownPages.NONE : KnownPages.of(reader, chunk, column),
                isKey ? null : dictionary(chunk, column, offsets[0]));
    }

    private @Nullable PageDictionary dictionary(ColumnChunkMetaData chunk, ColumnDescriptor column, int end)
            throws IOException {
        int start = (int) chunk.getStartingPos();
        if (start == end) {
            return null;
        }
        PageHeader header = buffers.read(bytes, start, end, chunk.getCodec());
        if (header.kind() != PageHeader.Kind.DICTIONARY) {
            throw new ParquetDecodingException("A data page is in place of a dictionary");
        }
        return ColumnVector.of(column, 1).newDecoder().readDictionary(buffers.page(), header.valueCount());
    }

    @Override
    public void close() throws IOException {
        try (bytes) {
            buffers.close();
        }
    }
}
