package io.petty.parquet;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of a file. Columns are numbered from 0 in the order in which they were requested. A method for
 * another type than the column's throws {@link ClassCastException}. The value read for a null is undefined: check
 * {@link #isNull} first, or use a method that returns null.
 */
public final class ColumnBatch {
    private static final int MICROS_PER_MILLI = 1000;

    /** Creates a record from a row. */
    @FunctionalInterface
    public interface ToRecord<R> {
        R record(ColumnBatch batch, int row);
    }

    private final ColumnVector[] vectors;
    private long firstRow;
    private int size;

    public ColumnBatch(ColumnVector[] vectors) {
        this.vectors = vectors;
    }

    public void set(long firstRow, int size) {
        this.firstRow = firstRow;
        this.size = size;
    }

    /** Returns the number of the batch's first row in the file, from 0. */
    public long firstRow() {
        return firstRow;
    }

    /** Returns the number of rows, at least 1. */
    public int size() {
        return size;
    }

    public boolean isNull(int column, int row) {
        return vectors[column].nulls[row];
    }

    /** Returns a text. Equal texts from a row group's dictionary are the same object. */
    public String string(int column, int row) {
        return ((ColumnVector.Strings) vectors[column]).values[row];
    }

    /**
     * Returns the first row after {@code row} that has another text, or {@link #size}. Only for columns without nulls.
     */
    public int endOfText(int column, int row) {
        String[] texts = ((ColumnVector.Strings) vectors[column]).values;
        String text = texts[row];
        int end = row + 1;
        while (end < size && texts[end].equals(text)) {
            end++;
        }
        return end;
    }

    public @Nullable String stringOrNull(int column, int row) {
        return isNull(column, row) ? null : string(column, row);
    }

    /** Returns a time in milliseconds since 1970-01-01T00:00Z. */
    public long timestampMillis(int column, int row) {
        return Math.floorDiv(longWhole(column, row), MICROS_PER_MILLI);
    }

    public double real(int column, int row) {
        return Double.longBitsToDouble(reals(column)[row]);
    }

    /**
     * Returns the bits of the doubles of all rows, for loops over many rows. The array must not be changed, is longer
     * than the batch, and is overwritten by the next batch.
     */
    public long[] reals(int column) {
        return ((ColumnVector.Doubles) vectors[column]).values;
    }

    public @Nullable Double realOrNull(int column, int row) {
        return isNull(column, row) ? null : (Double) real(column, row);
    }

    /** Returns an int, or a date in days since 1970-01-01. */
    public int whole(int column, int row) {
        return (int) wholes(column)[row];
    }

    /** Returns the ints of all rows, in an array like that of {@link #reals}. */
    public long[] wholes(int column) {
        return ((ColumnVector.Ints) vectors[column]).values;
    }

    public @Nullable Integer wholeOrNull(int column, int row) {
        return isNull(column, row) ? null : (Integer) whole(column, row);
    }

    public LocalDate date(int column, int row) {
        return LocalDate.ofEpochDay(whole(column, row));
    }

    public long longWhole(int column, int row) {
        return longWholes(column)[row];
    }

    /** Returns the longs of all rows, or times in microseconds, in an array like that of {@link #reals}. */
    public long[] longWholes(int column) {
        return ((ColumnVector.Longs) vectors[column]).values;
    }

    public @Nullable Long longWholeOrNull(int column, int row) {
        return isNull(column, row) ? null : (Long) longWhole(column, row);
    }

    public List<String> strings(int column, int row) {
        return ((ColumnVector.Texts) vectors[column]).values.get(row);
    }
}
