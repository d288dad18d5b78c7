package io.petty.parquet;

import io.petty.parquet.encoding.ChunkDecoder;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.MessageType;

/** The columns of a batch, in the form that Parquet's column readers need: a converter for each. */
final class ColumnVectors extends GroupConverter {
    final ColumnVector[] vectors;
    private final List<ColumnDescriptor> columns;

    ColumnVectors(List<ColumnDescriptor> columns, int rows) {
        this.columns = columns;
        this.vectors = new ColumnVector[columns.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = ColumnVector.of(columns.get(i), rows);
        }
    }

    /** Continues with a row group from {@code firstRow}. */
    void open(ColumnFileReader file, int group, MessageType projection, PageReadStore pages, long firstRow) {
        ColumnReadStoreImpl store = null;
        for (int i = 0; i < vectors.length; i++) {
            ColumnDescriptor column = columns.get(i);
            if (ChunkDecoder.canRead(column, file.chunk(group, column))) {
                vectors[i].open(pages.getPageReader(column), firstRow);
            } else {
                if (store == null) {
                    store = file.values(pages, projection, this);
                }
                vectors[i].open(store.getColumnReader(column));
            }
        }
    }

    void fill(int rows) {
        for (ColumnVector vector : vectors) {
            vector.fill(rows);
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
        // Only called when Parquet assembles whole records, which isn't done here.
    }

    @Override
    public void end() {
        // Only called when Parquet assembles whole records, which isn't done here.
    }

    /** A level of a list, with one child. */
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
            // Only called when Parquet assembles whole records, which isn't done here.
        }

        @Override
        public void end() {
            // Only called when Parquet assembles whole records, which isn't done here.
        }
    }
}
