package io.petty.parquet;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.util.UnicodeUtil;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** The metrics with which Iceberg plans scans without opening data files, computed from the file's footer. */
final class FileMetrics {
    /** Iceberg's default for texts ({@code truncate(16)}). */
    private static final int TEXT_LENGTH = 16;

    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<Integer, Long> valueCounts = new HashMap<>();
    private final Map<Integer, Long> nullCounts = new HashMap<>();
    private final Map<Integer, Long> nanCounts = new HashMap<>();
    private final Map<Integer, ByteBuffer> lower = new HashMap<>();
    private final Map<Integer, ByteBuffer> upper = new HashMap<>();

    private FileMetrics() {}

    static <B> Metrics of(TableColumns<B> columns, ParquetMetadata footer) {
        FileMetrics metrics = new FileMetrics();
        for (Column<B> column : columns.columns()) {
            metrics.add(column.head(), footer.getBlocks());
        }
        long rows = footer.getBlocks().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
        return new Metrics(
                rows,
                metrics.sizes,
                metrics.valueCounts,
                metrics.nullCounts,
                metrics.nanCounts,
                metrics.lower,
                metrics.upper);
    }

    private void add(Column.Head head, List<BlockMetaData> groups) {
        boolean isList = head.type() == ColumnType.TEXTS;
        int id = isList ? head.elementId() : head.id();
        long size = 0;
        long values = 0;
        @Nullable Statistics<?> all = null;
        for (BlockMetaData group : groups) {
            ColumnChunkMetaData chunk = group.getColumns().get(head.place());
            size += chunk.getTotalSize();
            values += chunk.getValueCount();
            if (all == null) {
                all = chunk.getStatistics().copy();
            } else {
                all.mergeStatistics(chunk.getStatistics());
            }
        }
        sizes.put(id, size);
        valueCounts.put(id, values);
        // Iceberg stores no null counts or bounds of list elements.
        if (isList || all == null) {
            return;
        }
        nullCounts.put(id, all.getNumNulls());
        if (head.type() == ColumnType.REAL) {
            nanCounts.put(id, 0L);
        }
        if (all.hasNonNullValue()) {
            addBounds(id, head.type(), all);
        }
    }

    private void addBounds(int id, ColumnType type, Statistics<?> statistics) {
        Type icebergType = type.icebergType();
        if (type != ColumnType.TEXT) {
            lower.put(id, Conversions.toByteBuffer(icebergType, statistics.genericGetMin()));
            upper.put(id, Conversions.toByteBuffer(icebergType, statistics.genericGetMax()));
            return;
        }
        String least = ((Binary) statistics.genericGetMin()).toStringUsingUTF8();
        String greatest = ((Binary) statistics.genericGetMax()).toStringUsingUTF8();
        lower.put(id, Conversions.toByteBuffer(icebergType, UnicodeUtil.truncateStringMin(least, TEXT_LENGTH)));
        // Null if no text of that length is greater. Then there is no upper bound.
        @Nullable String bound = UnicodeUtil.truncateStringMax(greatest, TEXT_LENGTH);
        if (bound != null) {
            upper.put(id, Conversions.toByteBuffer(icebergType, bound));
        }
    }
}
