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
 * The columns of a table, named and typed once, in the order people see them: Iceberg's schema, writing to Parquet and
 * exporting all follow from it. A value is taken by block and row, so that a block may hold its rows in primitive
 * columns ({@code CollarDay}) as well as in a list of records.
 *
 * <p>Field ids are 1 to n in the order of the columns; elements of lists are numbered after all columns. A column that was
 * added to tables that exist has the id it got then, see {@link Builder#id}, and stands where people look for it.
 *
 * @param <B> a block of rows
 */
public final class TableColumns<B> {
    /** Takes a whole number from a row. */
    @FunctionalInterface
    public interface ToLong<B> {
        long value(B block, int row);
    }

    /** Takes an int from a row. */
    @FunctionalInterface
    public interface ToInt<B> {
        int value(B block, int row);
    }

    /** Takes a finite double from a row. */
    @FunctionalInterface
    public interface ToDouble<B> {
        double value(B block, int row);
    }

    /**
     * Takes whole numbers from the rows {@code from} to {@code to} (exclusive) at once, for tables of so many rows that
     * a call for each value is felt. The first goes to {@code into[at]}.
     */
    @FunctionalInterface
    public interface ToLongs<B> {
        void values(B block, int from, int to, long[] into, int at);
    }

    /** Takes doubles as {@link ToLongs} takes whole numbers; NaN in an optional column where there is no value. */
    @FunctionalInterface
    public interface ToDoubles<B> {
        void values(B block, int from, int to, double[] into, int at);
    }

    /** Takes something from a block that is the same for all its rows. */
    @FunctionalInterface
    public interface OfBlock<B, V> {
        V value(B block);
    }

    /** Takes a text from a row; null only in an optional column. */
    @FunctionalInterface
    public interface ToText<B> {
        @Nullable
        String value(B block, int row);
    }

    /** Takes a list of texts from a row, none of them null. */
    @FunctionalInterface
    public interface ToTexts<B> {
        List<String> value(B block, int row);
    }

    /** Takes an object from a row, null where there is no value. */
    @FunctionalInterface
    public interface ToOptional<B, V> {
        @Nullable
        V value(B block, int row);
    }

    /** Tells something of a row. */
    @FunctionalInterface
    public interface RowTest<B> {
        boolean test(B block, int row);
    }

    private final List<Column<B>> columns;
    private final @Nullable String key;
    private final int firstColumns;
    private final Schema icebergSchema;
    private final MessageType parquetSchema;

    /** @param firstColumns how many columns, with the ids up to it, the table had at first */
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

    /** Starts with no column. */
    public static <B> Builder<B> of() {
        return new Builder<>();
    }

    /** The schema for an Iceberg table of these columns. */
    public Schema icebergSchema() {
        return icebergSchema;
    }

    /**
     * The schema without the columns that were added later: what a new table is made with, so that adding those gives them
     * the ids they have in tables that exist.
     */
    public Schema firstIcebergSchema() {
        return new Schema(icebergSchema.columns().stream()
                .filter(field -> field.fieldId() <= firstColumns)
                .toList());
    }

    /** The columns' names in their order. */
    public List<String> names() {
        return columns.stream().map(column -> column.head().name()).toList();
    }

    public List<Column<B>> columns() {
        return columns;
    }

    /** The column by which rows are looked up; null when nothing looks up single rows. */
    Column.@Nullable Text<B> key() {
        for (Column<B> column : columns) {
            if (column.head().name().equals(key) && column instanceof Column.Text<B> text) {
                return text;
            }
        }
        return null;
    }

    /** The name of the column by which rows are looked up. */
    public String requiredKey() {
        if (key == null) {
            throw new IllegalArgumentException("The table has no column by which rows are looked up");
        }
        return key;
    }

    public MessageType parquetSchema() {
        return parquetSchema;
    }

    /** Names the columns, in their order. */
    public static final class Builder<B> {
        private final List<ColumnMaker<B>> makers = new ArrayList<>();
        private final List<Integer> ids = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int nextId;
        private int lists;
        private @Nullable String key;

        private interface ColumnMaker<B> {
            /** @param firstElementId the field id that comes after those of all columns */
            Column<B> make(int place, int id, int firstElementId);
        }

        private Builder() {}

        /**
         * Gives the next column a field id of its own, for a column that was added to tables that exist: such ids follow
         * those of all other columns and of the elements of lists, in the order in which the columns were added.
         */
        public Builder<B> id(int id) {
            nextId = id;
            return this;
        }

        /** A text. */
        public Builder<B> text(String name, ToText<B> value) {
            return add(name, ColumnType.TEXT, false, Spread.REPEATING, head -> new Column.Text<>(head, value, false));
        }

        /**
         * The text by which rows are sorted and looked up. Pages of all columns are small then, and end where it changes,
         * so that a look-up reads one page a column.
         */
        public Builder<B> key(String name, ToText<B> value) {
            if (key != null) {
                throw new IllegalStateException("Rows are looked up by " + key + " already");
            }
            key = name;
            return text(name, value);
        }

        /** A text that all rows of a block have in common. */
        public Builder<B> textOfBlock(String name, OfBlock<B, String> value) {
            return add(
                    name,
                    ColumnType.TEXT,
                    false,
                    Spread.REPEATING,
                    head -> new Column.Text<>(head, (block, row) -> value.value(block), true));
        }

        /** A text, or null. */
        public Builder<B> optionalText(String name, ToText<B> value) {
            return add(name, ColumnType.TEXT, true, Spread.REPEATING, head -> new Column.Text<>(head, value, false));
        }

        /** A text that hardly ever comes twice, such as an id. */
        public Builder<B> distinctText(String name, ToText<B> value) {
            return add(name, ColumnType.TEXT, false, Spread.DISTINCT, head -> new Column.Text<>(head, value, false));
        }

        /** A UTC time in milliseconds since 1970-01-01T00:00Z. */
        public Builder<B> time(String name, ToLong<B> value) {
            return add(name, ColumnType.TIME, false, Spread.DISTINCT, head -> whole(head, never(), value));
        }

        /** A UTC time in milliseconds since 1970-01-01T00:00Z, or null. */
        public Builder<B> optionalTime(String name, ToOptional<B, Long> value) {
            return add(
                    name,
                    ColumnType.TIME,
                    true,
                    Spread.DISTINCT,
                    head -> whole(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /**
         * A UTC time in milliseconds since 1970-01-01T00:00Z that is close to the one of the row before, from a row and
         * from many at once. Takes a third of the space of {@link #time}, and some readers don't know its encoding.
         */
        public Builder<B> sequentialTime(String name, ToLong<B> value, ToLongs<B> values) {
            return add(
                    name,
                    ColumnType.TIME,
                    false,
                    Spread.CLOSE,
                    head -> new Column.Whole<>(head, never(), value, values));
        }

        /** A UTC day in days since 1970-01-01 that all rows of a block have in common. */
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

        /** A UTC day in days since 1970-01-01. */
        public Builder<B> date(String name, ToLong<B> value) {
            return add(name, ColumnType.DATE, false, Spread.REPEATING, head -> whole(head, never(), value));
        }

        /** An int. */
        public Builder<B> whole(String name, ToInt<B> value) {
            return add(name, ColumnType.WHOLE, false, Spread.REPEATING, head -> whole(head, never(), value::value));
        }

        /** An int, from a row and from many at once. */
        public Builder<B> whole(String name, ToInt<B> value, ToLongs<B> values) {
            return add(
                    name,
                    ColumnType.WHOLE,
                    false,
                    Spread.REPEATING,
                    head -> new Column.Whole<>(head, never(), value::value, values));
        }

        /** An int, or null. */
        public Builder<B> optionalWhole(String name, ToOptional<B, Integer> value) {
            return add(
                    name,
                    ColumnType.WHOLE,
                    true,
                    Spread.REPEATING,
                    head -> whole(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /** A long. */
        public Builder<B> longWhole(String name, ToLong<B> value) {
            return add(name, ColumnType.LONG, false, Spread.DISTINCT, head -> whole(head, never(), value));
        }

        /** A long, or null. */
        public Builder<B> optionalLongWhole(String name, ToOptional<B, Long> value) {
            return add(
                    name,
                    ColumnType.LONG,
                    true,
                    Spread.DISTINCT,
                    head -> whole(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /** A finite double, of values that come again and again. */
        public Builder<B> real(String name, ToDouble<B> value) {
            return add(name, ColumnType.REAL, false, Spread.REPEATING, head -> real(head, never(), value));
        }

        /** A finite double that hardly ever comes twice. */
        public Builder<B> distinctReal(String name, ToDouble<B> value) {
            return add(name, ColumnType.REAL, false, Spread.DISTINCT, head -> real(head, never(), value));
        }

        /** A finite double, or null. */
        public Builder<B> optionalReal(String name, ToOptional<B, Double> value) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.REPEATING,
                    head -> real(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /** A finite double that hardly ever comes twice, or null. */
        public Builder<B> optionalDistinctReal(String name, ToOptional<B, Double> value) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.DISTINCT,
                    head -> real(head, isNull(value), (block, row) -> present(value, block, row)));
        }

        /**
         * A finite double, of values that come again and again, or null where {@code isNull} holds, from a row and from many at
         * once; makes no object.
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
         * A finite double that hardly ever comes twice, or null where {@code isNull} holds, from a row and from many at
         * once; makes no object.
         */
        public Builder<B> optionalDistinctReal(String name, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) {
            return add(
                    name,
                    ColumnType.REAL,
                    true,
                    Spread.DISTINCT,
                    head -> new Column.Real<>(head, isNull, value, values));
        }

        /** A list of texts, possibly empty. */
        public Builder<B> texts(String name, ToTexts<B> value) {
            return add(name, ColumnType.TEXTS, false, Spread.REPEATING, head -> new Column.Texts<>(head, value));
        }

        /** @throws IllegalStateException when there is no column */
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
