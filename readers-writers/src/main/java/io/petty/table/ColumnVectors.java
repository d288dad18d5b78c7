package io.petty.table;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.jspecify.annotations.Nullable;

/** The columns of a batch, in the shape Parquet's column readers ask for: a converter for each. */
final class ColumnVectors extends GroupConverter {
    final ColumnVector[] vectors;
    private final List<ColumnDescriptor> columns;
    private final @Nullable ColumnReader[] readers;

    ColumnVectors(List<ColumnDescriptor> columns, int rows) {
        this.columns = columns;
        this.vectors = new ColumnVector[columns.size()];
        this.readers = new ColumnReader[columns.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = ColumnVector.of(columns.get(i), rows);
        }
    }

    void open(ColumnReadStoreImpl store) {
        for (int i = 0; i < vectors.length; i++) {
            readers[i] = store.getColumnReader(columns.get(i));
        }
    }

    void fill(int rows) {
        for (int i = 0; i < vectors.length; i++) {
            ColumnReader reader = readers[i];
            if (reader == null) {
                throw new IllegalStateException("No pages are open");
            }
            vectors[i].fill(reader, rows);
        }
    }

    @Override
    public Converter getConverter(int column) {
        Converter converter = vectors[column].converter();
        for (int level = 1; level < columns.get(column).getPath().length; level++) {
            converter = new Level(converter);
        }
        return converter;
    }

    @Override
    public void start() {
        // Only whole rows are put together this way.
    }

    @Override
    public void end() {
        // Only whole rows are put together this way.
    }

    /** A level of a list, with one thing inside. */
    private static final class Level extends GroupConverter {
        private final Converter inside;

        Level(Converter inside) {
            this.inside = inside;
        }

        @Override
        public Converter getConverter(int field) {
            return inside;
        }

        @Override
        public void start() {
            // Only whole rows are put together this way.
        }

        @Override
        public void end() {
            // Only whole rows are put together this way.
        }
    }
}
