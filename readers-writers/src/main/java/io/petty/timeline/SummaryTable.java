package io.petty.timeline;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import io.petty.parquet.lookup.KeyedReader;
import java.util.Iterator;
import java.util.List;

/** The summaries table: its columns, and how its rows are read as {@link Summary} records. */
public final class SummaryTable {
    /** The columns, with the names and the order of the specification. */
    public static final TableColumns<List<Summary>> COLUMNS = TableColumns.<Summary>ofRecords()
            .key("collar_id", Summary::collarId)
            .date("day", Summary::day)
            .distinctReal("minutes_deep_sleep", Summary::minutesDeepSleep)
            .distinctReal("minutes_resting", Summary::minutesResting)
            .distinctReal("minutes_alert", Summary::minutesAlert)
            .distinctReal("minutes_walking", Summary::minutesWalking)
            .distinctReal("minutes_running", Summary::minutesRunning)
            .distinctReal("minutes_anxious_pacing", Summary::minutesAnxiousPacing)
            .distinctReal("minutes_playing_fetch", Summary::minutesPlayingFetch)
            .distinctReal("observed_minutes", Summary::observedMinutes)
            .whole("readings", Summary::readings)
            .time("first_reading", Summary::firstReading)
            .time("last_reading", Summary::lastReading)
            .optionalDistinctReal("hr_min", Summary::heartRateMin)
            .optionalDistinctReal("hr_mean", Summary::heartRateMean)
            .optionalDistinctReal("hr_max", Summary::heartRateMax)
            .optionalDistinctReal("resting_hr", Summary::restingHeartRate)
            .distinctReal("distance_m", Summary::distance)
            .whole("events", Summary::events)
            .texts("flags", Summary::flags)
            .build();

    private SummaryTable() {}

    /** Reads the summaries of the rows {@code from} to {@code to} (exclusive) lazily. */
    public static Iterator<Summary> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, SummaryTable::summary);
    }

    /** Returns a reader that looks up the summary of a collar in a file. */
    public static KeyedReader<Summary> byCollar() {
        return new KeyedReader<>(COLUMNS, SummaryTable::summary);
    }

    private static Summary summary(ColumnBatch batch, int row) {
        return new Summary(
                batch.string(0, row),
                batch.date(1, row),
                batch.real(2, row),
                batch.real(3, row),
                batch.real(4, row),
                batch.real(5, row),
                batch.real(6, row),
                batch.real(7, row),
                batch.real(8, row),
                batch.real(9, row),
                batch.whole(10, row),
                batch.timestampMillis(11, row),
                batch.timestampMillis(12, row),
                batch.realOrNull(13, row),
                batch.realOrNull(14, row),
                batch.realOrNull(15, row),
                batch.realOrNull(16, row),
                batch.real(17, row),
                batch.whole(18, row),
                batch.strings(19, row));
    }
}
