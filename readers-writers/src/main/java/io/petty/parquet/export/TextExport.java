package io.petty.parquet.export;

import io.petty.parquet.TableColumns;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes rows as text to a stream, with the columns' names in their order. Times are written as {@code
 * 2026-11-20T03:04:05.678Z}, dates as {@code 2026-11-20}, doubles with the fewest digits that read back as the same
 * double.
 *
 * @param <B> a block of rows
 */
public abstract sealed class TextExport<B> implements AutoCloseable permits NdjsonExport, CsvExport {
    /** Returns an export of one JSON object per line, with nulls as {@code null}. */
    public static <B> TextExport<B> ndjson(TableColumns<B> columns, OutputStream out) {
        return new NdjsonExport<>(columns, out);
    }

    /**
     * Returns an export as comma-separated values (RFC 4180) with a header, except that lines end with LF. Nulls are
     * empty, an empty text is {@code ""}, and the texts of a list are joined by {@code ;}. Cells are quoted only where
     * needed. A text that starts with {@code = + - @} is quoted too, but otherwise unchanged; import such columns as
     * text when opening the file in a spreadsheet.
     */
    public static <B> TextExport<B> csv(TableColumns<B> columns, OutputStream out) throws IOException {
        return new CsvExport<>(columns, out);
    }

    /** Writes rows {@code from} to {@code to} (exclusive) of a block. */
    public abstract void write(B block, int from, int to) throws IOException;

    /** Flushes what is still buffered. The stream stays open; it belongs to the caller. */
    @Override
    public abstract void close() throws IOException;
}
