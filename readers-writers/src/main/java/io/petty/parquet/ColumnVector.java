package io.petty.parquet;

import io.petty.parquet.encoding.ChunkDecoder;
import io.petty.parquet.encoding.NumberPageDecoder;
import io.petty.parquet.encoding.PageDecoder;
import io.petty.parquet.encoding.TextPageDecoder;
import io.petty.parquet.encoding.TextsPageDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;

/** The values of one column of a batch, in an array of the column's type. */
public abstract sealed class ColumnVector {
    private static final PrimitiveConverter NONE = new PrimitiveConverter() {};

    final ColumnDescriptor column;
    public final boolean[] nulls;
    /** The definition level of a value that isn't null. */
    private final int present;

    private @Nullable ChunkDecoder decoder;
    private @Nullable ColumnReader reader;

    private ColumnVector(ColumnDescriptor column, int rows) {
        this.column = column;
        this.present = column.getMaxDefinitionLevel();
        this.nulls = new boolean[rows];
    }

    public static ColumnVector of(ColumnDescriptor column, int rows) {
        if (column.getMaxRepetitionLevel() > 0) {
            return new Texts(column, rows);
        }
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case INT64 -> new Longs(column, rows);
            case INT32 -> new Ints(column, rows);
            case DOUBLE -> new Doubles(column, rows);
            case BINARY -> new Strings(column, rows);
            default -> throw new IllegalArgumentException("No column of Petty is a " + column);
        };
    }

    /** Returns a column that a file doesn't have: null in each row. */
    static ColumnVector absent(ColumnDescriptor column, int rows) {
        ColumnVector vector = of(column, rows);
        Arrays.fill(vector.nulls, true);
        return vector;
    }

    /** Continues with the rows of a row group from {@code firstRow}. {@link ChunkDecoder} decodes their pages. */
    final void open(PageReader pages, long firstRow) {
        decoder = new ChunkDecoder(pages, newDecoder(), firstRow);
    }

    /** Continues with the rows of a row group, which Parquet's reader decodes. */
    final void open(ColumnReader columnReader) {
        reader = columnReader;
        decoder = null;
    }

    /** Reads the next rows. */
    final void fill(int rows) {
        if (decoder != null) {
            decoder.read(nulls, rows);
        } else if (reader != null) {
            for (int row = 0; row < rows; row++) {
                readRow(reader, row);
            }
        } else {
            throw new IllegalStateException("No pages are open");
        }
    }

    /** Creates a decoder of pages that writes into this vector. */
    public abstract PageDecoder newDecoder();

    /** Reads the current row of Parquet's reader and moves to the next. */
    void readRow(ColumnReader from, int row) {
        nulls[row] = from.getCurrentDefinitionLevel() < present;
        if (!nulls[row]) {
            readValue(from, row);
        }
        from.consume();
    }

    abstract void readValue(ColumnReader from, int row);

    PrimitiveConverter converter() {
        return NONE;
    }

    /** Numbers, each as a long with the same bits. */
    abstract static sealed class Numbers extends ColumnVector {
        final long[] values;

        private Numbers(ColumnDescriptor column, int rows) {
            super(column, rows);
            values = new long[rows];
        }

        @Override
        public PageDecoder newDecoder() {
            return new NumberPageDecoder(column, values);
        }
    }

    static final class Longs extends Numbers {
        Longs(ColumnDescriptor column, int rows) {
            super(column, rows);
        }

        @Override
        void readValue(ColumnReader from, int row) {
            values[row] = from.getLong();
        }
    }

    static final class Ints extends Numbers {
        Ints(ColumnDescriptor column, int rows) {
            super(column, rows);
        }

        @Override
        void readValue(ColumnReader from, int row) {
            values[row] = from.getInteger();
        }
    }

    static final class Doubles extends Numbers {
        Doubles(ColumnDescriptor column, int rows) {
            super(column, rows);
        }

        @Override
        void readValue(ColumnReader from, int row) {
            values[row] = Double.doubleToRawLongBits(from.getDouble());
        }
    }

    public static final class Strings extends ColumnVector {
        public final String[] values;
        private final TextConverter text = new TextConverter();

        Strings(ColumnDescriptor column, int rows) {
            super(column, rows);
            values = new String[rows];
        }

        @Override
        public PageDecoder newDecoder() {
            return new TextPageDecoder(column, values);
        }

        @Override
        void readValue(ColumnReader from, int row) {
            from.writeCurrentValueToConverter();
            values[row] = text.value;
        }

        @Override
        PrimitiveConverter converter() {
            return text;
        }
    }

    static final class Texts extends ColumnVector {
        final List<List<String>> values;
        private final TextConverter text = new TextConverter();
        private final List<String> texts = new ArrayList<>();

        Texts(ColumnDescriptor column, int rows) {
            super(column, rows);
            values = new ArrayList<>(Collections.nCopies(rows, List.of()));
        }

        @Override
        public PageDecoder newDecoder() {
            return new TextsPageDecoder(values);
        }

        @Override
        void readRow(ColumnReader from, int row) {
            texts.clear();
            do {
                super.readRow(from, row);
            } while (from.getCurrentRepetitionLevel() > 0);
            values.set(row, List.copyOf(texts));
            nulls[row] = false;
        }

        @Override
        void readValue(ColumnReader from, int row) {
            from.writeCurrentValueToConverter();
            texts.add(text.value);
        }

        @Override
        PrimitiveConverter converter() {
            return text;
        }
    }

    /** Decodes each text of a dictionary once, so that equal texts of a row group are one object. */
    private static final class TextConverter extends PrimitiveConverter {
        private @Nullable String[] dictionary = new String[0];
        private @Nullable Dictionary encoded;
        private String value = "";

        @Override
        public boolean hasDictionarySupport() {
            return true;
        }

        @Override
        public void setDictionary(Dictionary dictionary) {
            encoded = dictionary;
            this.dictionary = new String[dictionary.getMaxId() + 1];
        }

        @Override
        public void addValueFromDictionary(int id) {
            String text = dictionary[id];
            if (text == null && encoded != null) {
                text = encoded.decodeToBinary(id).toStringUsingUTF8();
                dictionary[id] = text;
            }
            value = text == null ? "" : text;
        }

        @Override
        public void addBinary(Binary bytes) {
            value = bytes.toStringUsingUTF8();
        }
    }
}
