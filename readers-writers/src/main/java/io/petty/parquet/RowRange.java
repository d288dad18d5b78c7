package io.petty.parquet;

/**
 * Consecutive rows of a file.
 *
 * @param from the first row, from 0
 * @param to the row after the last
 */
public record RowRange(long from, long to) {
    public RowRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("Not a range of rows: %d to %d".formatted(from, to));
        }
    }
}
