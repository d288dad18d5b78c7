package io.petty.parquet.export;

import io.petty.parquet.Column;
import io.petty.parquet.ColumnType;
import io.petty.parquet.TableColumns;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.NumberOutput;

/** Writes rows as comma-separated values (RFC 4180). */
final class CsvExport<B> extends TextExport<B> {
    private static final int BUFFER = 1 << 16;

    private final TableColumns<B> table;
    private final Writer out;
    private final TimeText times = new TimeText();

    CsvExport(TableColumns<B> table, OutputStream out) throws IOException {
        this.table = table;
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        this.out.write(String.join(",", table.names()));
        this.out.write('\n');
    }

    @Override
    public void write(B block, int from, int to) throws IOException {
        for (int row = from; row < to; row++) {
            for (Column<B> column : table.columns()) {
                if (column.head().place() > 0) {
                    out.write(',');
                }
                writeValue(column, block, row);
            }
            out.write('\n');
        }
    }

    private void writeValue(Column<B> column, B block, int row) throws IOException {
        if (column instanceof Column.Whole<B> whole) {
            if (!column.head().optional() || !whole.isNull().test(block, row)) {
                writeWhole(column.head().type(), whole.value().value(block, row));
            }
        } else if (column instanceof Column.Real<B> real) {
            if (!column.head().optional() || !real.isNull().test(block, row)) {
                out.write(NumberOutput.toString(real.value().value(block, row), true));
            }
        } else if (column instanceof Column.Text<B> textColumn) {
            String text = textColumn.value().value(block, row);
            if (text != null) {
                writeText(text, text.isEmpty());
            }
        } else {
            writeText(String.join(";", ((Column.Texts<B>) column).value().value(block, row)), false);
        }
    }

    private void writeWhole(ColumnType type, long value) throws IOException {
        switch (type) {
            case TIME -> out.write(times.time(value), 0, TimeText.TIME_LENGTH);
            case DATE -> out.write(times.date(value), 0, TimeText.DATE_LENGTH);
            default -> out.write(Long.toString(value));
        }
    }

    private void writeText(String text, boolean quoted) throws IOException {
        if (quoted || needsQuotes(text)) {
            out.write('"');
            out.write(text.replace("\"", "\"\""));
            out.write('"');
        } else {
            out.write(text);
        }
    }

    private static boolean needsQuotes(String text) {
        if (!text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
