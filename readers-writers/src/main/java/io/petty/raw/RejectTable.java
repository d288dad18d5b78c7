package io.petty.raw;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The rejects table: its columns, and how its rows are read as {@link Reject}s. */
public final class RejectTable {
    /** The columns, with the names and the order of the specification. */
    public static final TableColumns<List<Reject>> COLUMNS = TableColumns.<Reject>ofRecords()
            .date("delivery_day", Reject::deliveryDay)
            .text("file", Reject::file)
            .optionalLongWhole("line", Reject::line)
            .text("reason", reject -> reject.reason().label())
            .text("message", Reject::message)
            .distinctText("content", Reject::content)
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
