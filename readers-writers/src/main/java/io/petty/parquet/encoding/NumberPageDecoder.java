package io.petty.parquet.encoding;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Decodes ints, longs and doubles. Each value is kept as a long with the same bits. */
public final class NumberPageDecoder extends FlatPageDecoder {
    private static final long[] NONE = new long[0];

    private final long[] values;
    private final boolean isInt;
    private final boolean isDouble;
    private long[] dictionary = NONE;
    private @Nullable PageCursor plain;
    private @Nullable DeltaDecoder deltas;

    /** @param values receives the values by row; unspecified for null rows */
    public NumberPageDecoder(ColumnDescriptor column, long[] values) {
        super(column, values.length);
        PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
        this.isInt = type == PrimitiveTypeName.INT32;
        this.isDouble = type == PrimitiveTypeName.DOUBLE;
        this.values = values;
    }

    @Override
    public PageDictionary readDictionary(PageCursor page, int size) {
        if (size < 0 || (long) size * valueBytes() > page.left()) {
            throw new ParquetDecodingException("A dictionary of %d values in %d bytes".formatted(size, page.left()));
        }
        long[] numbers = new long[size];
        readPlain(page, numbers, 0, size);
        return new PageDictionary.Numbers(numbers);
    }

    private int valueBytes() {
        return isInt ? Integer.BYTES : Long.BYTES;
    }

    @Override
    public void use(@Nullable PageDictionary next) {
        super.use(next);
        dictionary = next instanceof PageDictionary.Numbers numbers ? numbers.values : NONE;
    }

    @Override
    void startValues(Encoding encoding, PageCursor page) {
        boolean isDelta = encoding == Encoding.DELTA_BINARY_PACKED && !isDouble;
        if (!isDelta && encoding != Encoding.PLAIN) {
            throw new ParquetDecodingException("A page of numbers in " + encoding);
        }
        plain = isDelta ? null : page;
        deltas = isDelta ? new DeltaDecoder(page) : null;
    }

    @Override
    void values(int at, int count) {
        if (deltas != null) {
            deltas.read(values, at, count);
        } else if (plain != null) {
            readPlain(plain, values, at, count);
        }
    }

    @Override
    void skipValues(int count) {
        if (deltas != null) {
            deltas.read(values, 0, count);
        } else if (plain != null) {
            plain.part(count * valueBytes());
        }
    }

    private void readPlain(PageCursor page, long[] into, int at, int count) {
        if (isInt) {
            page.ints(into, at, count);
        } else {
            page.longs(into, at, count);
        }
    }

    @Override
    void values(RunLengthDecoder ids, int at, int count) {
        ids.read(values, at, count);
        for (int i = at; i < at + count; i++) {
            values[i] = dictionary[(int) values[i]];
        }
    }

    @Override
    void fill(PageDictionary value, int at, int rows) {
        if (value instanceof PageDictionary.Numbers numbers) {
            Arrays.fill(values, at, at + rows, numbers.values[0]);
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int rows, int count) {
        int value = at + count - 1;
        for (int row = at + rows - 1; row > value; row--) {
            if (!nulls[row]) {
                values[row] = values[value--];
            }
        }
    }
}
