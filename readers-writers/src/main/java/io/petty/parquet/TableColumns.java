package io.petty.parquet;

import io.petty.parquet.Column.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.MessageTypeBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table in display order, each with its name and type. Iceberg's schema, the Parquet files and the
 * exports are derived from them. Values are read by block and row, so a block may hold its rows in primitive columns
 * ({@code CollarDay}) or as a list of records.
 *
 * <p>Field ids are 1 to n in the order of the columns. Elements of lists are numbered after all columns. A column that
 * was added to existing tables has its own id, see {@link Builder#id}, and may be anywhere in the display order.
 *
 * @param <B> a block of rows
 */
public final class TableColumns<B> {
    /** Reads a whole number from a row. */
    @FunctionalInterface
    public interface ToLong<B> {
        long value(B block, int row);
    }

    /** Reads an int from a row. */
    @FunctionalInterface
    public interface ToInt<B> {
        int value(B block, int row);
    }

    /** Reads a finite double from a row. */
    @FunctionalInterface
    public interface ToDouble<B> {
        double value(B block, int row);
    }

    /**
     * Reads whole numbers from the rows {@code from} to {@code to} (exclusive) at once, for tables of so many rows that
     * a call for each value is too slow. The first goes to {@code into[at]}.
     */
    @FunctionalInterface
    public interface ToLongs<B> {
        void values(B block, int from, int to, long[] into, int at);
    }

    /** Reads doubles as {@link ToLongs} reads whole numbers. NaN stands for null in an optional column. */
    @FunctionalInterface
    public interface ToDoubles<B> {
        void values(B block, int from, int to, double[] into, int at);
    }

    /** Reads a value that all rows of a block share. */
    @FunctionalInterface
    public interface OfBlock<B, V> {
        V value(B block);
    }

    /** Reads a text from a row; null only in an optional column. */
    @FunctionalInterface
    public interface ToText<B> {
        @Nullable
        String value(B block, int row);
    }

    /** Reads a list of texts from a row, none of them null. */
    @FunctionalInterface
    public interface ToTexts<B> {
        List<String> value(B block, int row);
    }

    /** Reads an object from a row; null if there is no value. */
    @FunctionalInterface
    public interface ToOptional<B, V> {
        @Nullable
        V value(B block, int row);
    }

    /** Tests a row. */
    @FunctionalInterface
    public interface RowTest<B> {
        boolean test(B block, int row);
    }

    private final List<Column<B>> columns;
    private final @Nullable String key;
    private final int firstColumns;
    private final Schema icebergSchema;
    private final MessageType parquetSchema;

    /**
     * @param firstColumns the number of columns that the table had when it was first created; their ids are 1 to this
     */
    private TableColumns(List<Column<B>> columns, @Nullable String key, int firstColumns) {
        this.columns = List.copyOf(columns);
        this.key = key;
        this.firstColumns = firstColumns;
        List<NestedField> fields = new ArrayList<>();
        MessageTypeBuilder message = Types.buildMessage();
        for (Column<B> column : columns) {
            Column.Head head = column.head();
            fields.add(head.type().icebergField(head.name(), head.id(), head.elementId(), head.optional()));
            head.type().addTo(message, head.name(), head.id(), head.elementId(), head.optional());
        }
        this.icebergSchema = new Schema(fields);
        this.parquetSchema = message.named("table");
    }

    /** Returns a builder without columns. */
    public static <B> Builder<B> of() {
        return new Builder<>();
    }

    /** Returns the Iceberg schema of these columns. */
    public Schema icebergSchema() {
        return icebergSchema;
    }

    /**
     * Returns the schema without the columns that were added later. A new table is created with it; adding the other
     * columns then gives them the same ids as in existing tables.
     */
    public Schema firstIcebergSchema() {
        return new Schema(icebergSchema.columns().stream()
                .filter(field -> field.fieldId() <= firstColumns)
                .toList());
    }

    /** Returns the columns' names in their order. */
    public List<String> names() {
        return columns.stream().map(column -> column.head().name()).toList();
    }

    public List<Column<B>> columns() {
        return columns;
    }

    /** Returns the column by which rows are looked up, or null if rows are never looked up. */
    Column.@Nullable Text<B> key() {
        for (Column<B> column : columns) {
            if (column.head().name().equals(key) && column instanceof Column.Text<B> text) {
                return text;
            }
        }
        return null;
    }

    /** Returns the name of the column by which rows are looked up. */
    public String requiredKey() {
        if (key == null) {
            throw new IllegalArgumentException("The table has no column by which rows are looked up");
        }
        return key;
    }

    public MessageType parquetSchema() {
        return parquetSchema;
    }

    /** Defines the columns, in their order. */
    public static final class Builder<B> {
        private final List<ColumnMaker<B>> makers = new ArrayList<>();
        private final List<Integer> ids = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int nextId;
        private int lists;
        private @Nullable String key;

        private interface ColumnMaker<B> {
            /** @param firstElementId the first field id after those of all columns */
            Column<B> make(int place, int id, int firstElementId);
        }

        private Builder() {}

        /**
         * Sets the field id of the next column, for a column that was added to existing tables. Such ids follow those
         * of all other columns and list elements, in the order in which the columns were added.
         */
        public Builder<B> id(int id) {
            nextId = id;
            return this;
        }

        /** Adds a text. */
        public Builder<B> text(String name, ToText<B> value) {
            return add(name, ColumnType.TEXT, false, Spread.REPEATING, head -> new Column.Text<>(head, value, false));
        }

        /**
         * Adds the text by which rows are sorted and looked up. It makes the pages of all columns small and end where
         * it changes, so that a look-up reads one page per column.
         */
        public Builder<B> key(String name, ToText<B> value) {
            if (key != null) {
                throw new IllegalStateException("Rows are looked up by " + key + " already");
            }
            key = name;
            return text(name, value);
        }

        /** Adds a text that all rows of a block share. */
        public Builder<B> textOfBlock(String name, OfBlock<B, String> value) {
            return add(
                    name,
                    ColumnType.TEXT,
                    false,
                    Spread.REPEATING,
                    head -> new Column.Text<>(head, (block, row) -> value.value(block), true));
        }

        /** Adds a text that may be null. */
        public Builder<B> optionalText(String name, ToText<B> value) {
            return add(name, ColumnType.TEXT, true, Spread.REPEATING, head -> new Column.Text<>(head, value, false));
        }

        /** Adds a text that is hardly ever repeated, such as an id. */
        public Builder<B> distinctText(String name, ToText<B> value) {
            return add(name, ColumnType.TEXT, false, Spread.DISTINCT, head -> new Column.Text<>(head, value, false));
        }

        /** Adds a UTC time in milliseconds since 1970-01-01T00:00Z. */
        public Builder<B> time(String name, ToLong<B> value) {
            return add(name, ColumnType.TIME, false, Spread.DISTINCT, head -> whole(head, never(), value));
        }

        /** Adds a UTC time in milliseconds since 1970-01-01T00:00Z that may be null. */
        public Builder<B> optionalTime(String name, ToOptional<B, Long> value) {
            return add(
                    name,
                    ColumnType.TIME,
                    true,
                    Spread.DISTINCT,
                    head -> whole(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /**
         * Adds a UTC time in milliseconds since 1970-01-01T00:00Z that is close to that of the previous row, read from
         * one row or from many at once. It takes a third of the space of {@link #time}, but some readers don't know its
         * encoding.
         */
        public Builder<B> sequentialTime(String name, ToLong<B> value, ToLongs<B> values) {
            return add(
                    name,
                    ColumnType.TIME,
                    false,
                    Spread.CLOSE,
                    head -> new Column.Whole<>(head, never(), value, values));
        }

        /** Adds a UTC day in days since 1970-01-01 that all rows of a block share. */
        public Builder<B> dateOfBlock(String name, OfBlock<B, Long> value) {
            return add(
                    name,
                    ColumnType.DATE,
                    false,
                    Spread.REPEATING,
                    head -> new Column.Whole<>(
                            head,
                            never(),
                            (block, row) -> value.value(block),
                            (block, from, to, into, at) -> Arrays.fill(into, at, at + to - from, value.value(block))));
        }

        /** Adds a UTC day in days since 1970-01-01. */
        public Builder<B> date(String name, ToLong<B> value) {
            return add(name, ColumnType.DATE, false, Spread.REPEATING, head -> whole(head, never(), value));
        }

        /** Adds an int. */
        public Builder<B> whole(String name, ToInt<B> value) {
            return add(name, ColumnType.WHOLE, false, Spread.REPEATING, head -> whole(head, never(), value::value));
        }

        /** Adds an int, read from one row or from many at once. */
        public Builder<B> whole(String name, ToInt<B> value, ToLongs<B> values) {
            return add(
                    name,
                    ColumnType.WHOLE,
                    false,
                    Spread.REPEATING,
                    head -> new Column.Whole<>(head, never(), value::value, values));
        }

        /** Adds an int that may be null. */
        public Builder<B> optionalWhole(String name, ToOptional<B, Integer> value) {
            return add(
                    name,
                    ColumnType.WHOLE,
                    true,
                    Spread.REPEATING,
                    head -> whole(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /** Adds a long. */
        public Builder<B> longWhole(String name, ToLong<B> value) {
            return add(name, ColumnType.LONG, false, Spread.DISTINCT, head -> whole(head, never(), value));
        }

        /** Adds a long that may be null. */
        public Builder<B> optionalLongWhole(String name, ToOptional<B, Long> value) {
            return add(
                    name,
                    ColumnType.LONG,
                    true,
                    Spread.DISTINCT,
                    head -> whole(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /** Adds a finite double whose values recur. */
        public Builder<B> real(String name, ToDouble<B> value) {
            return add(name, ColumnType.REAL, false, Spread.REPEATING, head -> real(head, never(), value));
        }

        /** Adds a finite double that is hardly ever repeated. */
        public Builder<B> distinctReal(String name, ToDouble<B> value) {
            return add(name, ColumnType.REAL, false, Spread.DISTINCT, head -> real(head, never(), value));
        }

        /** Adds a finite double that may be null. */
        public Builder<B> optionalReal(String name, ToOptional<B, Double> value) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.REPEATING,
                    head -> real(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /** Adds a finite double that is hardly ever repeated and may be null. */
        public Builder<B> optionalDistinctReal(String name, ToOptional<B, Double> value) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.DISTINCT,
                    head -> real(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /**
         * Adds a finite double whose values recur, null where {@code isNull} is true, read from one row or from many at
         * once. Allocates nothing.
         */
        public Builder<B> optionalReal(String name, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.REPEATING,
                    head -> new Column.Real<>(head, isNull, value, values));
        }

        /**
         * Adds a finite double that is hardly ever repeated, null where {@code isNull} is true, read from one row or
         * from many at once. Allocates nothing.
         */
        public Builder<B> optionalDistinctReal(String name, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.DISTINCT,
                    head -> new Column.Real<>(head, isNull, value, values));
        }

        /** Adds a list of texts, possibly empty. */
        public Builder<B> texts(String name, ToTexts<B> value) {
            return add(name, ColumnType.TEXTS, false, Spread.REPEATING, head -> new Column.Texts<>(head, value));
        }

        /** @throws IllegalStateException if there is no column */
        public TableColumns<B> build() {
            if (makers.isEmpty()) {
                throw new IllegalStateException("A table needs a column");
            }
            int counted = (int) ids.stream().filter(id -> id == 0).count();
            requireLaterIds(counted + lists);
            List<Column<B>> columns = new ArrayList<>();
            int next = 1;
            for (int i = 0; i < makers.size(); i++) {
                columns.add(makers.get(i).make(i, ids.get(i) == 0 ? next++ : ids.get(i), counted + 1));
            }
            return new TableColumns<>(columns, key, counted);
        }

        private void requireLaterIds(int last) {
            List<Integer> later = ids.stream().filter(id -> id != 0).sorted().toList();
            for (int i = 0; i < later.size(); i++) {
                if (later.get(i) != last + 1 + i) {
                    throw new IllegalStateException(
                            "Columns added later have the ids %s, not those from %d on".formatted(later, last + 1));
                }
            }
        }

        private Builder<B> add(
                String name,
                ColumnType type,
                boolean optional,
                Spread spread,
                Function<Column.Head, Column<B>> column) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("Two columns are called " + name);
            }
            ids.add(nextId);
            nextId = 0;
            int list = type == ColumnType.TEXTS ? lists++ : -1;
            makers.add((place, id, firstElementId) -> column.apply(
                    new Column.Head(name, place, id, list < 0 ? 0 : firstElementId + list, type, optional, spread)));
            return this;
        }

        private static <B> Column<B> whole(Column.Head head, RowTest<B> isNull, ToLong<B> value) {
            return new Column.Whole<>(head, isNull, value, (block, from, to, into, at) -> {
                for (int row = from; row < to; row++) {
                    into[at + row - from] = value.value(block, row);
                }
            });
        }

        private static <B> Column<B> real(Column.Head head, RowTest<B> isNull, ToDouble<B> value) {
            return new Column.Real<>(head, isNull, value, (block, from, to, into, at) -> {
                for (int row = from; row < to; row++) {
                    into[at + row - from] = isNull.test(block, row) ? Double.NaN : head.finite(value.value(block, row));
                }
            });
        }

        private static <B> RowTest<B> never() {
            return (block, row) -> false;
        }

        private static <B, V> RowTest<B> isNull(ToOptional<B, V> value) {
            return (block, row) -> value.value(block, row) == null;
        }

        private static <B, V> V present(ToOptional<B, V> value, B block, int row) {
            return Objects.requireNonNull(value.value(block, row));
        }
    }
}
