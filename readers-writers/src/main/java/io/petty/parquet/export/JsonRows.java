package io.petty.parquet.export;

import io.petty.parquet.Column;
import io.petty.parquet.TableColumns;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Writes rows of a table as JSON objects, with the columns' names in their order. Used wherever a row is shown as JSON.
 * Times are written as {@code 2026-11-20T03:04:05.678Z}, dates as {@code 2026-11-20}, doubles with the fewest digits
 * that read back as the same double. Safe for use by several threads at once.
 *
 * @param <B> a block of rows
 */
public final class JsonRows<B> {
    private final Column<B>[] columns;
    private final SerializableString[] names;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public JsonRows(TableColumns<B> table) {
        List<Column<B>> all = table.columns();
        columns = all.toArray(new Column[0]);
        names = new SerializableString[columns.length];
        for (int i = 0; i < columns.length; i++) {
            names[i] = new SerializedString(columns[i].head().name());
        }
    }

    /**
     * Returns a builder of factories whose generators write doubles with the fewest digits. The fast writer does so on
     * every JDK; {@code Double.toString} of JDK 17 doesn't always.
     */
    public static JsonFactoryBuilder factory() {
        return JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER);
    }

    /** Writes rows {@code from} to {@code to} (exclusive) of a block, one object per row. */
    public void write(JsonGenerator json, B block, int from, int to) {
        TimeText times = new TimeText();
        ThousandthsText thousandths = new ThousandthsText();
        for (int row = from; row < to; row++) {
            json.writeStartObject();
            for (int i = 0; i < columns.length; i++) {
                json.writeName(names[i]);
                writeValue(json, columns[i], block, row, times, thousandths);
            }
            json.writeEndObject();
        }
    }

    private static <B> void writeValue(
            JsonGenerator json, Column<B> column, B block, int row, TimeText times, ThousandthsText thousandths) {
        if (column instanceof Column.Whole<B> whole) {
            writeWhole(json, whole, block, row, times);
        } else if (column instanceof Column.Real<B> real) {
            if (column.head().optional() && real.isNull().test(block, row)) {
                json.writeNull();
            } else {
                writeReal(json, real.value().value(block, row), thousandths);
            }
        } else if (column instanceof Column.Text<B> text) {
            // Writes null as null.
            json.writeString(text.value().value(block, row));
        } else {
            json.writeStartArray();
            for (String text : ((Column.Texts<B>) column).value().value(block, row)) {
                json.writeString(text);
            }
            json.writeEndArray();
        }
    }

    private static void writeReal(JsonGenerator json, double value, ThousandthsText thousandths) {
        if (thousandths.write(value)) {
            json.writeNumber(thousandths.characters(), thousandths.start(), thousandths.length());
        } else {
            json.writeNumber(value);
        }
    }

    private static <B> void writeWhole(JsonGenerator json, Column.Whole<B> column, B block, int row, TimeText times) {
        if (column.head().optional() && column.isNull().test(block, row)) {
            json.writeNull();
            return;
        }
        long value = column.value().value(block, row);
        switch (column.head().type()) {
            case TIME -> json.writeString(times.time(value), 0, TimeText.TIME_LENGTH);
            case DATE -> json.writeString(times.date(value), 0, TimeText.DATE_LENGTH);
            default -> json.writeNumber(value);
        }
    }
}
