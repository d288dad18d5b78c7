package io.petty.timeline;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import io.petty.parquet.lookup.KeyedReader;
import java.util.Iterator;
import java.util.List;

/** The timelines table: its columns, and how its rows are read as {@link Event}s. */
public final class TimelineTable {
    /** The columns, with the names and the order of the specification. */
    public static final TableColumns<List<Event>> COLUMNS = TableColumns.<Event>ofRecords()
            .distinctText("event_id", Event::eventId)
            .key("collar_id", Event::collarId)
            .date("day", Event::day)
            .time("start", Event::start)
            .time("end", Event::end)
            .text("behavior", event -> event.behavior().label())
            .real("rule_confidence", Event::ruleConfidence)
            .real("confidence", Event::confidence)
            .whole("readings", Event::readings)
            .id(23)
            .optionalWhole("hr_readings", Event::heartRateReadings)
            .optionalDistinctReal("hr_mean", Event::heartRateMean)
            .optionalDistinctReal("hr_std", Event::heartRateDeviation)
            .optionalReal("hr_min", Event::heartRateMin)
            .optionalReal("hr_max", Event::heartRateMax)
            .optionalDistinctReal("radius_m", Event::radius)
            .optionalDistinctReal("distance_m", Event::distance)
            .optionalWhole("fetch_cycles", Event::fetchCycles)
            .optionalReal("baseline_hr", Event::baselineHeartRate)
            .id(24)
            .optionalReal("reference_hr", Event::referenceHeartRate)
            .whole("feedback_positive", Event::feedbackPositive)
            .whole("feedback_negative", Event::feedbackNegative)
            .text("review", event -> event.review().label())
            .optionalText("corrected_behavior", Event::correctedBehavior)
            .text("ruleset", Event::ruleset)
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
