package io.petty.table;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonpCharacterEscapes;

/** Rows as one JSON object a line. */
final class NdjsonExport<B> extends TextExport<B> {
    // The fast writer's digits are the shortest on every JDK; those of JDK 17's Double.toString are not always.
    // U+2028 and U+2029 are escaped, since some readers of lines end a line there.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .characterEscapes(JsonpCharacterEscapes.instance())
            .rootValueSeparator("")
            .build();

    private final Column<B>[] columns;
    private final SerializableString[] names;
    private final JsonGenerator json;
    private final TimeText times = new TimeText();

    @SuppressWarnings({"unchecked", "rawtypes"})
    NdjsonExport(TableColumns<B> table, OutputStream out) {
        columns = table.columns().toArray(new Column[0]);
        names = new SerializableString[columns.length];
        for (int i = 0; i < columns.length; i++) {
            names[i] = new SerializedString(columns[i].head().name());
        }
        json = JSON.createGenerator(ObjectWriteContext.empty(), out);
    }

    @Override
    public void write(B block, int from, int to) throws IOException {
        try {
            for (int row = from; row < to; row++) {
                json.writeStartObject();
                for (int i = 0; i < columns.length; i++) {
                    json.writeName(names[i]);
                    writeValue(columns[i], block, row);
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    private void writeValue(Column<B> column, B block, int row) {
        if (column instanceof Column.Whole<B> whole) {
            writeWhole(whole, block, row);
        } else if (column instanceof Column.Real<B> real) {
            if (column.head().optional() && real.isNull().test(block, row)) {
                json.writeNull();
            } else {
                json.writeNumber(real.value().value(block, row));
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

    private void writeWhole(Column.Whole<B> column, B block, int row) {
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

    @Override
    public void close() throws IOException {
        try {
            json.close();
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }
}
