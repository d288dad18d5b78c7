package io.petty.parquet;

import io.petty.parquet.Column.Spread;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
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
 * was added to existing tables has its own id, see {@link RecordBuilder#id}, and may be anywhere in the display order.
 *
 * @param <B> a block of rows
 */
public final class TableColumns<B> {
    /** Reads a whole number from a row. */
    @FunctionalInterface
    public interface ToLong<B> {
        long value(B block, int row);
    }

    /** Reads a finite double from a row. */
    @FunctionalInterface
    public interface ToDouble<B> {
        double value(B block, int row);
    }

    /**
     * Reads whole numbers from the rows {@code from} to {@code to} (exclusive) at once, for tables with so many rows
     * that a call for each value is too slow. The first number goes to {@code into[at]}.
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
     *     number
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

    /** Returns a builder of a table whose blocks hold their rows in primitive columns. */
    public static <B> Builder<B> ofBlocks() {
        return new Builder<>();
    }

    /** Returns a builder of a table whose blocks are lists of records. */
    public static <R> RecordBuilder<R> ofRecords() {
        return new RecordBuilder<>();
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

    /** Defines the columns, in their order. Reading a value allocates nothing. */
    public static sealed class Builder<B> permits RecordBuilder {
        private final List<ColumnMaker<B>> makers = new ArrayList<>();
        private final List<Integer> ids = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private int nextId;
        private int lists;
        private @Nullable String key;

        private interface ColumnMaker<B> {
            /**
             * @param firstElementId the first field id after those of the columns that the table had when it was first
             *     created
             */
            Column<B> make(int place, int id, int firstElementId);
        }

        private Builder() {}

        /** Adds a text that all rows of a block share. */
        public Builder<B> textOfBlock(String name, Function<B, String> value) {
            ToText<B> text = (block, row) -> value.apply(block);
            return add(name, ColumnType.TEXT, false, Spread.REPEATING, head -> new Column.Text<>(head, text, true));
        }

        /** Adds a UTC day in days since 1970-01-01 that all rows of a block share. */
        public Builder<B> dateOfBlock(String name, ToLongFunction<B> value) {
            ToLongs<B> values =
                    (block, from, to, into, at) -> Arrays.fill(into, at, at + to - from, value.applyAsLong(block));
            return add(name, ColumnType.DATE, Spread.REPEATING, (block, row) -> value.applyAsLong(block), values);
        }

        /**
         * Adds a UTC time in milliseconds since 1970-01-01T00:00Z that is close to that of the previous row. It takes a
         * third of the space of {@link RecordBuilder#time}, but some readers don't know its encoding.
         */
        public Builder<B> sequentialTime(String name, ToLong<B> value, ToLongs<B> values) {
            return add(name, ColumnType.TIME, Spread.CLOSE, value, values);
        }

        /** Adds an int. */
        public Builder<B> whole(String name, ToLong<B> value, ToLongs<B> values) {
            return add(name, ColumnType.WHOLE, Spread.REPEATING, value, values);
        }

        /** Adds a finite double whose values recur, null where {@code isNull} is true. */
        public Builder<B> optionalReal(String name, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) {
            return addOptional(name, Spread.REPEATING, isNull, value, values);
        }

        /** Adds a finite double that is hardly ever repeated, null where {@code isNull} is true. */
        public Builder<B> optionalDistinctReal(String name, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) {
            return addOptional(name, Spread.DISTINCT, isNull, value, values);
        }

        private Builder<B> add(String name, ColumnType type, Spread spread, ToLong<B> value, ToLongs<B> values) {
            return add(name, type, false, spread, head -> new Column.Whole<>(head, never(), value, values));
        }

        static <B> RowTest<B> never() {
            return (block, row) -> false;
        }

        private Builder<B> addOptional(
                String name, Spread spread, RowTest<B> isNull, ToDouble<B> value, ToDoubles<B> values) {
            return add(name, ColumnType.REAL, true, spread, head -> new Column.Real<>(head, isNull, value, values));
        }

        final Builder<B> add(
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

        /** @throws IllegalStateException if there is no column */
        public final TableColumns<B> build() {
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
    }

    /** Defines the columns of records, in their order. */
    public static final class RecordBuilder<R> extends Builder<List<R>> {
        private RecordBuilder() {}

        /**
         * Sets the field id of the next column, for a column that was added to existing tables. Such ids follow those
         * of all other columns and list elements, in the order in which the columns were added.
         */
        public RecordBuilder<R> id(int id) {
            super.nextId = id;
            return this;
        }

        /** Adds a text. */
        public RecordBuilder<R> text(String name, Function<R, String> value) {
            return texts(name, false, Spread.REPEATING, value);
        }

        /**
         * Adds the text by which rows are sorted and looked up. The pages of all columns become small and end where
         * this text changes, so that a look-up reads one page per column.
         */
        public RecordBuilder<R> key(String name, Function<R, String> value) {
            if (super.key != null) {
                throw new IllegalStateException("Rows are already looked up by " + super.key);
            }
            super.key = name;
            return text(name, value);
        }

        /** Adds a text that may be null. */
        public RecordBuilder<R> optionalText(String name, Function<R, @Nullable String> value) {
            return texts(name, true, Spread.REPEATING, value);
        }

        /** Adds a text that is hardly ever repeated, such as an id. */
        public RecordBuilder<R> distinctText(String name, Function<R, String> value) {
            return texts(name, false, Spread.DISTINCT, value);
        }

        /** Adds a UTC time in milliseconds since 1970-01-01T00:00Z. */
        public RecordBuilder<R> time(String name, ToLongFunction<R> value) {
            return wholes(name, ColumnType.TIME, Spread.DISTINCT, value);
        }

        /** Adds a UTC time in milliseconds since 1970-01-01T00:00Z that may be null. */
        public RecordBuilder<R> optionalTime(String name, Function<R, @Nullable Long> value) {
            return optionalWholes(name, ColumnType.TIME, Spread.DISTINCT, value);
        }

        /** Adds a UTC day. */
        public RecordBuilder<R> date(String name, Function<R, LocalDate> value) {
            ToLongFunction<R> epochDay = row -> value.apply(row).toEpochDay();
            return wholes(name, ColumnType.DATE, Spread.REPEATING, epochDay);
        }

        /** Adds an int. */
        public RecordBuilder<R> whole(String name, ToIntFunction<R> value) {
            return wholes(name, ColumnType.WHOLE, Spread.REPEATING, value::applyAsInt);
        }

        /** Adds an int that may be null. */
        public RecordBuilder<R> optionalWhole(String name, Function<R, @Nullable Integer> value) {
            return optionalWholes(name, ColumnType.WHOLE, Spread.REPEATING, value);
        }

        /** Adds a long. */
        public RecordBuilder<R> longWhole(String name, ToLongFunction<R> value) {
            return wholes(name, ColumnType.LONG, Spread.DISTINCT, value);
        }

        /** Adds a long that may be null. */
        public RecordBuilder<R> optionalLongWhole(String name, Function<R, @Nullable Long> value) {
            return optionalWholes(name, ColumnType.LONG, Spread.DISTINCT, value);
        }

        /** Adds a finite double whose values recur. */
        public RecordBuilder<R> real(String name, ToDoubleFunction<R> value) {
            return reals(name, Spread.REPEATING, value);
        }

        /** Adds a finite double that is hardly ever repeated. */
        public RecordBuilder<R> distinctReal(String name, ToDoubleFunction<R> value) {
            return reals(name, Spread.DISTINCT, value);
        }

        /** Adds a finite double that may be null. */
        public RecordBuilder<R> optionalReal(String name, Function<R, @Nullable Double> value) {
            return optionalReals(name, Spread.REPEATING, value);
        }

        /** Adds a finite double that is hardly ever repeated and may be null. */
        public RecordBuilder<R> optionalDistinctReal(String name, Function<R, @Nullable Double> value) {
            return optionalReals(name, Spread.DISTINCT, value);
        }

        /** Adds a list of texts, possibly empty. */
        public RecordBuilder<R> texts(String name, Function<R, List<String>> value) {
            ToTexts<List<R>> texts = (rows, row) -> value.apply(rows.get(row));
            add(name, ColumnType.TEXTS, false, Spread.REPEATING, head -> new Column.Texts<>(head, texts));
            return this;
        }

        private RecordBuilder<R> texts(
                String name, boolean optional, Spread spread, Function<R, @Nullable String> value) {
            ToText<List<R>> text = (rows, row) -> value.apply(rows.get(row));
            add(name, ColumnType.TEXT, optional, spread, head -> new Column.Text<>(head, text, false));
            return this;
        }

        private RecordBuilder<R> wholes(String name, ColumnType type, Spread spread, ToLongFunction<R> value) {
            ToLong<List<R>> ofRow = (rows, row) -> value.applyAsLong(rows.get(row));
            add(name, type, false, spread, head -> new Column.Whole<>(head, never(), ofRow));
            return this;
        }

        private <N extends Number> RecordBuilder<R> optionalWholes(
                String name, ColumnType type, Spread spread, Function<R, @Nullable N> value) {
            ToLong<List<R>> ofRow = (rows, row) -> present(value, rows.get(row)).longValue();
            add(name, type, true, spread, head -> new Column.Whole<>(head, isNull(value), ofRow));
            return this;
        }

        private RecordBuilder<R> reals(String name, Spread spread, ToDoubleFunction<R> value) {
            ToDouble<List<R>> ofRow = (rows, row) -> value.applyAsDouble(rows.get(row));
            add(name, ColumnType.REAL, false, spread, head -> new Column.Real<>(head, never(), ofRow));
            return this;
        }

        private RecordBuilder<R> optionalReals(String name, Spread spread, Function<R, @Nullable Double> value) {
            ToDouble<List<R>> ofRow = (rows, row) -> present(value, rows.get(row));
            add(name, ColumnType.REAL, true, spread, head -> new Column.Real<>(head, isNull(value), ofRow));
            return this;
        }

        private static <R, V> RowTest<List<R>> isNull(Function<R, @Nullable V> value) {
            return (rows, row) -> value.apply(rows.get(row)) == null;
        }

        private static <R, V> V present(Function<R, @Nullable V> value, R row) {
            return Objects.requireNonNull(value.apply(row));
        }
    }
}
