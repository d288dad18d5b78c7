package io.petty.table;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
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
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one column of one row group into pages. Goes over a whole batch of rows in one loop on primitives, which costs
 * a fraction of what Parquet's writers for single rows do.
 */
abstract sealed class ColumnChunkWriter<B> {
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

    private ColumnChunkWriter(
            Column.Head head, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
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
            return new TextWriter<>(text, descriptor, pages, properties);
        } else {
            return new TextsWriter<>((Column.Texts<B>) column, descriptor, pages, properties);
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

    private static final class WholeWriter<B> extends ColumnChunkWriter<B> {
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
            for (int row = from; row < to; row++) {
                if (head.optional() && column.isNull().test(block, row)) {
                    noValue();
                    continue;
                }
                levels(0, 1);
                long value = Math.multiplyExact(column.value().value(block, row), factor);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                if (wide) {
                    values.writeLong(value);
                } else {
                    values.writeInteger(Math.toIntExact(value));
                }
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

    private static final class RealWriter<B> extends ColumnChunkWriter<B> {
        private final Column.Real<B> column;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        RealWriter(Column.Real<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
            super(column.head(), descriptor, pages, properties);
            this.column = column;
        }

        @Override
        void append(B block, int from, int to) throws IOException {
            for (int row = from; row < to; row++) {
                if (head.optional() && column.isNull().test(block, row)) {
                    noValue();
                    continue;
                }
                double value = column.value().value(block, row);
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("Column %s can't hold %s".formatted(head.name(), value));
                }
                levels(0, 1);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
                values.writeDouble(value);
            }
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

    /** What texts share: neighbours are often the very same object, which is then neither encoded nor compared again. */
    private abstract static sealed class TextsOfColumn<B> extends ColumnChunkWriter<B> {
        private @Nullable String lastText;
        private @Nullable Binary lastBytes;
        private @Nullable Binary least;
        private @Nullable Binary greatest;

        TextsOfColumn(Column.Head head, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
            super(head, descriptor, pages, properties);
        }

        @SuppressWarnings("ReferenceEquality")
        final void write(String text) {
            if (text != lastText || lastBytes == null) {
                lastText = text;
                lastBytes = Binary.fromString(text);
                if (least == null
                        || descriptor.getPrimitiveType().<Binary>comparator().compare(lastBytes, least) < 0) {
                    least = lastBytes;
                }
                if (greatest == null
                        || descriptor.getPrimitiveType().<Binary>comparator().compare(lastBytes, greatest) > 0) {
                    greatest = lastBytes;
                }
            }
            values.writeBytes(lastBytes);
        }

        @Override
        final void takeBounds(Statistics<?> statistics) {
            if (least != null) {
                statistics.updateStats(least);
                statistics.updateStats(Objects.requireNonNull(greatest));
            }
            least = null;
            greatest = null;
            lastText = null;
        }
    }

    private static final class TextWriter<B> extends TextsOfColumn<B> {
        private final Column.Text<B> column;

        TextWriter(Column.Text<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
            super(column.head(), descriptor, pages, properties);
            this.column = column;
        }

        @Override
        void append(B block, int from, int to) throws IOException {
            for (int row = from; row < to; row++) {
                String text = column.value().value(block, row);
                if (text == null) {
                    noValue();
                } else {
                    levels(0, 1);
                    write(text);
                }
            }
        }
    }

    private static final class TextsWriter<B> extends TextsOfColumn<B> {
        private final Column.Texts<B> column;

        TextsWriter(
                Column.Texts<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
            super(column.head(), descriptor, pages, properties);
            this.column = column;
        }

        @Override
        void append(B block, int from, int to) throws IOException {
            for (int row = from; row < to; row++) {
                List<String> texts = column.value().value(block, row);
                if (texts.isEmpty()) {
                    levels(0, 0);
                    nullCount++;
                }
                for (int i = 0; i < texts.size(); i++) {
                    levels(i == 0 ? 0 : 1, 1);
                    write(texts.get(i));
                }
            }
        }
    }
}
