package io.petty.parquet.export;

import io.petty.parquet.TableColumns;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonpCharacterEscapes;

/** Writes rows as one JSON object per line. */
final class NdjsonExport<B> extends TextExport<B> {
    // Escapes U+2028 and U+2029, at which some readers end a line.
    private static final JsonFactory JSON = JsonRows.factory()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .characterEscapes(JsonpCharacterEscapes.instance())
            .rootValueSeparator("")
            .build();

    private final JsonRows<B> rows;
    private final JsonGenerator json;

    NdjsonExport(TableColumns<B> table, OutputStream out) {
        rows = new JsonRows<>(table);
        json = JSON.createGenerator(ObjectWriteContext.empty(), out);
    }

    @Override
    public void write(B block, int from, int to) throws IOException {
        try {
            for (int row = from; row < to; row++) {
                rows.write(json, block, row, row + 1);
                json.writeRaw('\n');
            }
        } catch (JacksonIOException e) {
            throw e.getCause();
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
