package io.petty.raw;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The rejects table: its columns, and how its rows are read as {@link Reject}s. */
public final class RejectTable {
    /** The columns with the names and in the order of the specification. */
    public static final TableColumns<List<Reject>> COLUMNS = TableColumns.<List<Reject>>of()
            .date(
                    "delivery_day",
                    (rejects, row) -> rejects.get(row).deliveryDay().toEpochDay())
            .text("file", (rejects, row) -> rejects.get(row).file())
            .optionalLongWhole("line", (rejects, row) -> rejects.get(row).line())
            .text("reason", (rejects, row) -> rejects.get(row).reason().label())
            .text("message", (rejects, row) -> rejects.get(row).message())
            .distinctText("content", (rejects, row) -> rejects.get(row).content())
            .build();

    private RejectTable() {}

    /** Reads the rejects of the rows {@code from} to {@code to} (exclusive) lazily. */
    public static Iterator<Reject> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, RejectTable::reject);
    }

    private static Reject reject(ColumnBatch batch, int row) {
        return new Reject(
                batch.date(0, row),
                batch.string(1, row),
                batch.longWholeOrNull(2, row),
                RejectReason.valueOf(batch.string(3, row).toUpperCase(Locale.ROOT)),
                batch.string(4, row),
                batch.string(5, row));
    }
}
