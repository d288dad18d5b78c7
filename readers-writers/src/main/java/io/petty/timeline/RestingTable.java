package io.petty.timeline;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import java.util.Iterator;
import java.util.List;

/** The resting heart rates from which baselines are computed: an internal table that stores them as sum and count. */
public final class RestingTable {
    public static final TableColumns<List<RestingHeartRate>> COLUMNS = TableColumns.<RestingHeartRate>ofRecords()
            .text("collar_id", RestingHeartRate::collarId)
            .date("day", RestingHeartRate::day)
            .longWhole("hr_sum", RestingHeartRate::sum)
            .whole("readings", RestingHeartRate::readings)
            .build();

    private RestingTable() {}

    /** Reads the rates of the rows {@code from} to {@code to} (exclusive) lazily. */
    public static Iterator<RestingHeartRate> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, RestingTable::rate);
    }

    private static RestingHeartRate rate(ColumnBatch batch, int row) {
        return new RestingHeartRate(
                batch.string(0, row), batch.date(1, row), batch.longWhole(2, row), batch.whole(3, row));
    }
}
