package io.petty.timeline;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import io.petty.parquet.lookup.KeyedReader;
import java.util.Iterator;
import java.util.List;

/** The summaries table: its columns, and how its rows are read as {@link Summary} records. */
public final class SummaryTable {
    /** The columns with the names and in the order of the specification. */
    public static final TableColumns<List<Summary>> COLUMNS = TableColumns.<List<Summary>>of()
            .key("collar_id", (summaries, row) -> summaries.get(row).collarId())
            .date("day", (summaries, row) -> summaries.get(row).day().toEpochDay())
            .distinctReal(
                    "minutes_deep_sleep", (summaries, row) -> summaries.get(row).minutesDeepSleep())
            .distinctReal(
                    "minutes_resting", (summaries, row) -> summaries.get(row).minutesResting())
            .distinctReal(
                    "minutes_alert", (summaries, row) -> summaries.get(row).minutesAlert())
            .distinctReal(
                    "minutes_walking", (summaries, row) -> summaries.get(row).minutesWalking())
            .distinctReal(
                    "minutes_running", (summaries, row) -> summaries.get(row).minutesRunning())
            .distinctReal(
                    "minutes_anxious_pacing",
                    (summaries, row) -> summaries.get(row).minutesAnxiousPacing())
            .distinctReal(
                    "minutes_playing_fetch",
                    (summaries, row) -> summaries.get(row).minutesPlayingFetch())
            .distinctReal(
                    "observed_minutes", (summaries, row) -> summaries.get(row).observedMinutes())
            .whole("readings", (summaries, row) -> summaries.get(row).readings())
            .time("first_reading", (summaries, row) -> summaries.get(row).firstReading())
            .time("last_reading", (summaries, row) -> summaries.get(row).lastReading())
            .optionalDistinctReal(
                    "hr_min", (summaries, row) -> summaries.get(row).heartRateMin())
            .optionalDistinctReal(
                    "hr_mean", (summaries, row) -> summaries.get(row).heartRateMean())
            .optionalDistinctReal(
                    "hr_max", (summaries, row) -> summaries.get(row).heartRateMax())
            .optionalDistinctReal(
                    "resting_hr", (summaries, row) -> summaries.get(row).restingHeartRate())
            .distinctReal("distance_m", (summaries, row) -> summaries.get(row).distance())
            .whole("events", (summaries, row) -> summaries.get(row).events())
            .texts("flags", (summaries, row) -> summaries.get(row).flags())
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
