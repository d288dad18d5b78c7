package io.petty.parquet.export;

import io.petty.parquet.TableColumns;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes rows as text to a stream, with the columns' names in their order: times as {@code 2026-11-20T03:04:05.678Z},
 * dates as {@code 2026-11-20}, doubles by the shortest digits that read back as the same double.
 *
 * @param <B> a block of rows
 */
public abstract sealed class TextExport<B> implements AutoCloseable permits NdjsonExport, CsvExport {
    /** One JSON object a line, nulls as {@code null}. */
    public static <B> TextExport<B> ndjson(TableColumns<B> columns, OutputStream out) {
        return new NdjsonExport<>(columns, out);
    }

    /**
     * Comma-separated values after RFC 4180 with a header, but lines end with LF: nulls are empty (an empty text is
     * {@code ""}), the texts of a list joined by {@code ;}. Cells are quoted only where needed; a text starting with
     * {@code = + - @} is quoted too, but otherwise left as it is, so who opens the file in a spreadsheet should import
     * such columns as text.
     */
    public static <B> TextExport<B> csv(TableColumns<B> columns, OutputStream out) throws IOException {
        return new CsvExport<>(columns, out);
    }

    /** Writes rows {@code from} to {@code to} (exclusive) of a block. */
    public abstract void write(B block, int from, int to) throws IOException;

    /** Hands on what is still held back; the stream itself stays open, it is the caller's. */
    @Override
    public abstract void close() throws IOException;
}
