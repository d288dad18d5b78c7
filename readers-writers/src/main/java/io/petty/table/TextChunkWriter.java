package io.petty.table;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** What texts share: neighbours are often the very same object, which is then neither encoded nor compared again. */
abstract sealed class TextChunkWriter<B> extends ColumnChunkWriter<B> {
    private @Nullable String lastText;
    private @Nullable Binary lastBytes;
    private @Nullable Binary least;
    private @Nullable Binary greatest;

    TextChunkWriter(Column.Head head, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
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

    static final class Single<B> extends TextChunkWriter<B> {
        private final Column.Text<B> column;

        Single(Column.Text<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
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

    static final class Listed<B> extends TextChunkWriter<B> {
        private final Column.Texts<B> column;

        Listed(Column.Texts<B> column, ColumnDescriptor descriptor, PageWriter pages, ParquetProperties properties) {
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
