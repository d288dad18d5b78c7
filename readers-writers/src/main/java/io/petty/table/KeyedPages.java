package io.petty.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a file's row groups.
 *
 * @param bytes of the whole file
 */
record KeyedPages(FileBytes.Source bytes, List<Group> groups) {
    /**
     * A row group.
     *
     * @param firstRow of the group in the file
     * @param chunks by column of the table
     */
    record Group(int firstRow, int rowCount, List<KeyedChunk> chunks) {}

    long heapBytes() {
        long size = 0;
        int @Nullable [] rows = null;
        for (Group group : groups) {
            for (KeyedChunk chunk : group.chunks()) {
                size += chunk.heapBytes();
                if (chunk.firstRows != rows) {
                    rows = chunk.firstRows;
                    size += (long) rows.length * Integer.BYTES;
                }
            }
        }
        return size;
    }

    /** Finds the pages of some columns; null when the file is laid out in another way than ours. */
    static @Nullable KeyedPages of(ColumnFileReader reader, List<ColumnDescriptor> columns, FileBytes.Source source)
            throws IOException {
        List<Group> groups = new ArrayList<>();
        int firstRow = 0;
        try (PageBuffers buffers = new PageBuffers();
                FileBytes bytes = source.open()) {
            for (int i = 0; i < reader.groupCount(); i++) {
                BlockMetaData block = reader.group(i);
                List<KeyedChunk> chunks = new ArrayList<>();
                int[] rows = new int[0];
                for (ColumnDescriptor column : columns) {
                    KeyedChunk chunk = chunk(reader, i, column, rows, bytes, buffers);
                    if (chunk == null) {
                        return null;
                    }
                    rows = chunk.firstRows;
                    chunks.add(chunk);
                }
                groups.add(new Group(firstRow, (int) block.getRowCount(), chunks));
                firstRow += (int) block.getRowCount();
            }
        }
        return new KeyedPages(source, groups);
    }

    private static @Nullable KeyedChunk chunk(
            ColumnFileReader reader,
            int group,
            ColumnDescriptor column,
            int[] rowsBefore,
            FileBytes bytes,
            PageBuffers buffers)
            throws IOException {
        if (!reader.hasColumn(column)) {
            return null;
        }
        ColumnChunkMetaData chunk = reader.chunk(group, column);
        OffsetIndex places = reader.places(chunk);
        boolean isKnown = places != null
                && (chunk.getCodec() == CompressionCodecName.ZSTD
                        || chunk.getCodec() == CompressionCodecName.UNCOMPRESSED)
                && ChunkDecoder.hasKnownPages(column, chunk);
        if (!isKnown || places == null) {
            return null;
        }
        int pages = places.getPageCount();
        int[] firstRows = new int[pages + 1];
        int[] offsets = new int[pages + 1];
        for (int page = 0; page < pages; page++) {
            if (page > 0 && places.getOffset(page) != offsets[page]) {
                return null;
            }
            firstRows[page] = (int) places.getFirstRowIndex(page);
            offsets[page] = (int) places.getOffset(page);
            offsets[page + 1] = offsets[page] + places.getCompressedPageSize(page);
        }
        firstRows[pages] = (int) reader.groupRows(group);
        Known known = Known.of(reader, chunk, column);
        return new KeyedChunk(
                Arrays.equals(firstRows, rowsBefore) ? rowsBefore : firstRows,
                offsets,
                chunk.getCodec(),
                known.pages,
                known.value,
                dictionary(chunk, column, offsets[0], bytes, buffers));
    }

    private static @Nullable PageDictionary dictionary(
            ColumnChunkMetaData chunk, ColumnDescriptor column, int end, FileBytes bytes, PageBuffers buffers)
            throws IOException {
        int start = (int) chunk.getStartingPos();
        if (start == end) {
            return null;
        }
        PageHeader header = buffers.read(bytes, start, end, chunk.getCodec());
        if (header.kind() != PageHeader.Kind.DICTIONARY) {
            throw new ParquetDecodingException("A page stands where a dictionary should");
        }
        return ColumnVector.of(column, 1).newDecoder().readDictionary(buffers.page(), header.valueCount());
    }

    /** What the index of pages tells so surely that pages needn't be read: a value that all their rows have, or none. */
    private static final class Known {
        private byte @Nullable [] pages;
        private @Nullable PageDictionary value;

        private static Known of(ColumnFileReader reader, ColumnChunkMetaData chunk, ColumnDescriptor column)
                throws IOException {
            Known known = new Known();
            // Without the checksum of the tail, a bit that flipped in the index would be believed.
            ColumnIndex bounds = reader.isSealed() ? reader.bounds(chunk) : null;
            if (bounds == null || bounds.getNullCounts() == null) {
                return known;
            }
            List<Boolean> nulls = bounds.getNullPages();
            byte[] pages = new byte[nulls.size()];
            ByteBuffer constant = null;
            boolean isAny = false;
            for (int page = 0; page < pages.length; page++) {
                if (nulls.get(page)) {
                    pages[page] = KeyedChunk.NULLS;
                } else if (isConstant(bounds, page, column)) {
                    ByteBuffer least = bounds.getMinValues().get(page);
                    if (constant == null) {
                        constant = least;
                    }
                    pages[page] = constant.equals(least) ? KeyedChunk.VALUE : KeyedChunk.NOTHING;
                }
                isAny |= pages[page] != KeyedChunk.NOTHING;
            }
            known.pages = isAny ? pages : null;
            known.value = constant == null ? null : value(constant, column);
            return known;
        }

        /** Whole numbers and texts alone: bounds of doubles don't tell one zero from the other. */
        private static boolean isConstant(ColumnIndex bounds, int page, ColumnDescriptor column) {
            PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
            return column.getMaxRepetitionLevel() == 0
                    && (type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.BINARY)
                    && bounds.getNullCounts().get(page) == 0
                    // A long text's bounds are cut, the upper one to something greater: those are never equal.
                    && bounds.getMinValues()
                            .get(page)
                            .equals(bounds.getMaxValues().get(page));
        }

        private static PageDictionary value(ByteBuffer bytes, ColumnDescriptor column) {
            if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32) {
                return new PageDictionary.Numbers(
                        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt());
            }
            String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
            return new PageDictionary.Texts(text);
        }
    }
}
