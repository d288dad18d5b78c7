package io.petty.table;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one column of one row group into pages. Goes over a whole batch of rows in one loop on primitives, which costs
 * a fraction of what Parquet's writers for single rows do.
 */
abstract sealed class ColumnChunkWriter<B>
        permits ColumnChunkWriter.WholeWriter, ColumnChunkWriter.RealWriter, TextChunkWriter {
    private static final int SLAB = 1024;
    private static final int MICROS_PER_MILLI = 1000;

    final Column.Head head;
    final ColumnDescriptor descriptor;
    final ValuesWriter values;
    private final PageWriter pages;
    private final @Nullable RunLengthBitPackingHybridEncoder repetitionLevels;
    private final @Nullable RunLengthBitPackingHybridEncoder definitionLevels;
    private int valueCount;
    int nullCount;

    ColumnChunkWriter(Column.Head head, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
        this.head = head;
        this.descriptor = descriptor;
        this.pages = pages;
        // Sorted times and counting numbers have small steps, which delta encoding keeps in a few bits each.
        this.values = head.type() == ColumnType.TIME || head.type() == ColumnType.LONG
                ? new DeltaBinaryPackingValuesWriterForLong(
                        SLAB, properties.getPageSizeThreshold(), properties.getAllocator())
                : properties.newValuesWriter(descriptor);
        this.repetitionLevels = levels(descriptor.getMaxRepetitionLevel(), properties);
        this.definitionLevels = levels(descriptor.getMaxDefinitionLevel(), properties);
    }

    private static @Nullable RunLengthBitPackingHybridEncoder levels(int greatest, ParquetProperties properties) {
        return greatest == 0
                ? null
                : new RunLengthBitPackingHybridEncoder(
                        BytesUtils.getWidthFromMaxInt(greatest),
                        SLAB,
                        properties.getPageSizeThreshold(),
                        properties.getAllocator());
    }

    static <B> ColumnChunkWriter<B> of(
            Column<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
        if (column instanceof Column.Whole<B> whole) {
            return new WholeWriter<>(whole, descriptor, pages, properties);
        } else if (column instanceof Column.Real<B> real) {
            return new RealWriter<>(real, descriptor, pages, properties);
        } else if (column instanceof Column.Text<B> text) {
            return new TextChunkWriter.Single<>(text, descriptor, pages, properties);
        } else {
            return new TextChunkWriter.Listed<>((Column.Texts<B>) column, descriptor, pages, properties);
        }
    }

    /** Takes rows {@code from} to {@code to} (exclusive) of the block. */
    abstract void append(B block, int from, int to) throws IOException;

    /** Adds the least and greatest value of the page, and forgets them. */
    abstract void takeBounds(Statistics<?> statistics);

    /** Bytes of the values of the page so far, before compression. */
    final long bufferedSize() {
        return values.getBufferedSize();
    }

    /** Bytes of the pages so far, compressed. */
    final long pagesSize() {
        return pages.getMemSize();
    }

    /** Counts rows of a required column, which need no levels. */
    final void countRequired(int rows) {
        valueCount += rows;
    }

    final void levels(int repetition, int definition) throws IOException {
        if (repetitionLevels != null) {
            repetitionLevels.writeInt(repetition);
        }
        if (definitionLevels != null) {
            definitionLevels.writeInt(definition);
        }
        valueCount++;
    }

    final void noValue() throws IOException {
        if (!head.optional()) {
            throw new IllegalArgumentException("Column %s has no value".formatted(head.name()));
        }
        levels(0, 0);
        nullCount++;
    }

    final void endPage(int rows) throws IOException {
        Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
        statistics.incrementNumNulls(nullCount);
        takeBounds(statistics);
        // A dictionary decides only here whether it is worth its while, so the encoding is asked for afterwards.
        BytesInput encoded = values.getBytes();
        Encoding encoding = values.getEncoding();
        pages.writePage(
                BytesInput.concat(lengthAndLevels(repetitionLevels), lengthAndLevels(definitionLevels), encoded),
                valueCount,
                rows,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
        values.reset();
        if (repetitionLevels != null) {
            repetitionLevels.reset();
        }
        if (definitionLevels != null) {
            definitionLevels.reset();
        }
        valueCount = 0;
        nullCount = 0;
    }

    private static BytesInput lengthAndLevels(@Nullable RunLengthBitPackingHybridEncoder levels) throws IOException {
        if (levels == null) {
            return BytesInput.empty();
        }
        BytesInput bytes = levels.toBytes();
        return BytesInput.concat(BytesInput.fromInt(Math.toIntExact(bytes.size())), bytes);
    }

    /** Ends the chunk after its last page. */
    final void end() throws IOException {
        DictionaryPage dictionary = values.toDictPageAndClose();
        if (dictionary != null) {
            pages.writeDictionaryPage(dictionary);
        }
        close();
    }

    final void close() {
        values.close();
        if (repetitionLevels != null) {
            repetitionLevels.close();
        }
        if (definitionLevels != null) {
            definitionLevels.close();
        }
    }

    static final class WholeWriter<B> extends ColumnChunkWriter<B> {
        private final Column.Whole<B> column;
        private final boolean wide;
        private final long factor;
        private long least = Long.MAX_VALUE;
        private long greatest = Long.MIN_VALUE;

        WholeWriter(
                Column.Whole<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
            super(column.head(), descriptor, pages, properties);
            this.column = column;
            this.wide = head.type() == ColumnType.TIME || head.type() == ColumnType.LONG;
            this.factor = head.type() == ColumnType.TIME ? MICROS_PER_MILLI : 1;
        }

        @Override
        void append(B block, int from, int to) throws IOException {
            if (!head.optional()) {
                countRequired(to - from);
                for (int row = from; row < to; row++) {
                    write(column.value().value(block, row));
                }
                return;
            }
            for (int row = from; row < to; row++) {
                if (column.isNull().test(block, row)) {
                    noValue();
                } else {
                    levels(0, 1);
                    write(column.value().value(block, row));
                }
            }
        }

        private void write(long taken) {
            long value = Math.multiplyExact(taken, factor);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            if (wide) {
                values.writeLong(value);
            } else {
                values.writeInteger(Math.toIntExact(value));
            }
        }

        @Override
        void takeBounds(Statistics<?> statistics) {
            if (least <= greatest) {
                if (wide) {
                    statistics.updateStats(least);
                    statistics.updateStats(greatest);
                } else {
                    statistics.updateStats((int) least);
                    statistics.updateStats((int) greatest);
                }
            }
            least = Long.MAX_VALUE;
            greatest = Long.MIN_VALUE;
        }
    }

    static final class RealWriter<B> extends ColumnChunkWriter<B> {
        private final Column.Real<B> column;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        RealWriter(Column.Real<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
            super(column.head(), descriptor, pages, properties);
            this.column = column;
        }

        @Override
        void append(B block, int from, int to) throws IOException {
            if (!head.optional()) {
                countRequired(to - from);
                for (int row = from; row < to; row++) {
                    write(column.value().value(block, row));
                }
                return;
            }
            for (int row = from; row < to; row++) {
                if (column.isNull().test(block, row)) {
                    noValue();
                } else {
                    levels(0, 1);
                    write(column.value().value(block, row));
                }
            }
        }

        private void write(double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("Column %s can't hold %s".formatted(head.name(), value));
            }
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            values.writeDouble(value);
        }

        @Override
        void takeBounds(Statistics<?> statistics) {
            if (least <= greatest) {
                statistics.updateStats(least);
                statistics.updateStats(greatest);
            }
            least = Double.POSITIVE_INFINITY;
            greatest = Double.NEGATIVE_INFINITY;
        }
    }
}
