package io.petty.parquet;

import io.petty.parquet.TableColumns.RowTest;
import io.petty.parquet.TableColumns.ToDouble;
import io.petty.parquet.TableColumns.ToDoubles;
import io.petty.parquet.TableColumns.ToLong;
import io.petty.parquet.TableColumns.ToLongs;
import io.petty.parquet.TableColumns.ToText;
import io.petty.parquet.TableColumns.ToTexts;

/** A column of a table: its name, its type, and how its values are read from a block of rows. */
public sealed interface Column<B> {
    Head head();

    /**
     * @param place position from 0, in the order of the table's columns
     * @param id Iceberg's field id
     * @param elementId Iceberg's field id of a list's elements, 0 for other columns
     * @param spread decides how values are encoded
     */
    record Head(String name, int place, int id, int elementId, ColumnType type, boolean optional, Spread spread) {
        /** Returns the value; throws {@link IllegalArgumentException} for NaN and infinities. */
        double finite(double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("Column %s can't hold %s".formatted(name, value));
            }
            return value;
        }
    }

    /**
     * Times in milliseconds, dates in days since 1970-01-01, or whole numbers. {@code values} is used for columns that
     * aren't optional.
     */
    record Whole<B>(Head head, RowTest<B> isNull, ToLong<B> value, ToLongs<B> values) implements Column<B> {
        Whole(Head head, RowTest<B> isNull, ToLong<B> value) {
            this(head, isNull, value, (block, from, to, into, at) -> {
                for (int row = from; row < to; row++) {
                    into[at + row - from] = value.value(block, row);
                }
            });
        }
    }

    record Real<B>(Head head, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) implements Column<B> {
        Real(Head head, RowTest<B> isNull, ToDouble<B> value) {
            this(head, isNull, value, (block, from, to, into, at) -> {
                for (int row = from; row < to; row++) {
                    into[at + row - from] = isNull.test(block, row) ? Double.NaN : head.finite(value.value(block, row));
                }
            });
        }
    }

    /** @param sameInBlock whether all rows of a block have the same text, which is not null */
    record Text<B>(Head head, ToText<B> value, boolean sameInBlock) implements Column<B> {}

    record Texts<B>(Head head, ToTexts<B> value) implements Column<B> {}

    /** How the values of a column relate to each other. */
    enum Spread {
        /** Values recur so often that a dictionary is worth trying. */
        REPEATING,
        /** Values are hardly ever repeated. */
        DISTINCT,
        /**
         * Each value is close to the previous one, so differences need few bits. Iceberg before 1.10 can read such
         * columns in Spark only without vectorization (docs/decisions/0035-older-readers.md).
         */
        CLOSE
    }
}
