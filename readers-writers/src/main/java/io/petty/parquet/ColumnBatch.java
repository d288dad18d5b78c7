package io.petty.parquet;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some consecutive rows of a file, their columns numbered from 0 in the order they were asked for. A value is taken by
 * column and row; taking it as another type than the file's throws {@link ClassCastException}, and a value that is null
 * is unspecified: ask {@link #isNull} first, or use a method that gives null.
 */
public final class ColumnBatch {
    private static final int MICROS_PER_MILLI = 1000;

    /** Makes a record of a row. */
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

    /** The number of the batch's first row in the file, from 0. */
    public long firstRow() {
        return firstRow;
    }

    /** How many rows there are, at least 1. */
    public int size() {
        return size;
    }

    public boolean isNull(int column, int row) {
        return vectors[column].nulls[row];
    }

    /** A text; those of one row group that are equal and come from its dictionary are the same object. */
    public String string(int column, int row) {
        return ((ColumnVector.Strings) vectors[column]).values[row];
    }

    /** The first row behind {@code row} with another text, or {@link #size}; for columns that have no nulls. */
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

    /** A time in milliseconds since 1970-01-01T00:00Z. */
    public long timestampMillis(int column, int row) {
        return Math.floorDiv(longWhole(column, row), MICROS_PER_MILLI);
    }

    public double real(int column, int row) {
        return ((ColumnVector.Doubles) vectors[column]).values[row];
    }

    /** The doubles of all rows, for loops over many: the array is read only, longer, and refilled with the batch. */
    public double[] reals(int column) {
        return ((ColumnVector.Doubles) vectors[column]).values;
    }

    public @Nullable Double realOrNull(int column, int row) {
        return isNull(column, row) ? null : (Double) real(column, row);
    }

    /** An int, or a date in days since 1970-01-01. */
    public int whole(int column, int row) {
        return ((ColumnVector.Ints) vectors[column]).values[row];
    }

    /** The ints of all rows, as {@link #reals} gives doubles. */
    public int[] wholes(int column) {
        return ((ColumnVector.Ints) vectors[column]).values;
    }

    public @Nullable Integer wholeOrNull(int column, int row) {
        return isNull(column, row) ? null : (Integer) whole(column, row);
    }

    public LocalDate date(int column, int row) {
        return LocalDate.ofEpochDay(whole(column, row));
    }

    public long longWhole(int column, int row) {
        return ((ColumnVector.Longs) vectors[column]).values[row];
    }

    /** The longs of all rows, or times in microseconds, as {@link #reals} gives doubles. */
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
