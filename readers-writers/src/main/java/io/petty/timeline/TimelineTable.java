package io.petty.timeline;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import io.petty.parquet.lookup.KeyedReader;
import java.util.Iterator;
import java.util.List;

/** The timelines table: its columns, and how its rows are read as {@link Event}s. */
public final class TimelineTable {
    /** The columns with the names and in the order of the specification. */
    public static final TableColumns<List<Event>> COLUMNS = TableColumns.<List<Event>>of()
            .distinctText("event_id", (events, row) -> events.get(row).eventId())
            .key("collar_id", (events, row) -> events.get(row).collarId())
            .date("day", (events, row) -> events.get(row).day().toEpochDay())
            .time("start", (events, row) -> events.get(row).start())
            .time("end", (events, row) -> events.get(row).end())
            .text("behavior", (events, row) -> events.get(row).behavior().label())
            .real("rule_confidence", (events, row) -> events.get(row).ruleConfidence())
            .real("confidence", (events, row) -> events.get(row).confidence())
            .whole("readings", (events, row) -> events.get(row).readings())
            .id(23)
            .optionalWhole("hr_readings", (events, row) -> events.get(row).heartRateReadings())
            .optionalDistinctReal("hr_mean", (events, row) -> events.get(row).heartRateMean())
            .optionalDistinctReal("hr_std", (events, row) -> events.get(row).heartRateDeviation())
            .optionalReal("hr_min", (events, row) -> events.get(row).heartRateMin())
            .optionalReal("hr_max", (events, row) -> events.get(row).heartRateMax())
            .optionalDistinctReal("radius_m", (events, row) -> events.get(row).radius())
            .optionalDistinctReal("distance_m", (events, row) -> events.get(row).distance())
            .optionalWhole("fetch_cycles", (events, row) -> events.get(row).fetchCycles())
            .optionalReal("baseline_hr", (events, row) -> events.get(row).baselineHeartRate())
            .id(24)
            .optionalReal("reference_hr", (events, row) -> events.get(row).referenceHeartRate())
            .whole("feedback_positive", (events, row) -> events.get(row).feedbackPositive())
            .whole("feedback_negative", (events, row) -> events.get(row).feedbackNegative())
            .text("review", (events, row) -> events.get(row).review().label())
            .optionalText("corrected_behavior", (events, row) -> events.get(row).correctedBehavior())
            .text("ruleset", (events, row) -> events.get(row).ruleset())
            .build();

    private TimelineTable() {}

    /** Reads the events of the rows {@code from} to {@code to} (exclusive) lazily. */
    public static Iterator<Event> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, TimelineTable::event);
    }

    /** Returns a reader that looks up the events of a collar in a file, by start. */
    public static KeyedReader<Event> byCollar() {
        return new KeyedReader<>(COLUMNS, TimelineTable::event);
    }

    private static Event event(ColumnBatch batch, int row) {
        return new Event(
                batch.string(0, row),
                batch.string(1, row),
                batch.date(2, row),
                batch.timestampMillis(3, row),
                batch.timestampMillis(4, row),
                Behavior.ofLabel(batch.string(5, row)),
                batch.real(6, row),
                batch.real(7, row),
                batch.whole(8, row),
                // Before this column existed, every reading had a heart rate.
                batch.whole(batch.isNull(9, row) ? 8 : 9, row),
                batch.realOrNull(10, row),
                batch.realOrNull(11, row),
                batch.realOrNull(12, row),
                batch.realOrNull(13, row),
                batch.realOrNull(14, row),
                batch.realOrNull(15, row),
                batch.wholeOrNull(16, row),
                batch.realOrNull(17, row),
                batch.realOrNull(18, row),
                batch.whole(19, row),
                batch.whole(20, row),
                Review.ofLabel(batch.string(21, row)),
                batch.stringOrNull(22, row),
                batch.string(23, row));
    }
}
