package io.petty.timeline;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import java.util.Iterator;
import java.util.List;

/** The counts of voices on published events: an internal table from which later days' confidences are computed. */
public final class VoiceTable {
    public static final TableColumns<List<VoiceCount>> COLUMNS = TableColumns.<VoiceCount>ofRecords()
            .text("collar_id", VoiceCount::collarId)
            .date("day", VoiceCount::day)
            .text("behavior", count -> count.eventClass().behavior().label())
            .id(7)
            .optionalReal("rule_confidence", count -> count.eventClass().ruleConfidence())
            .date("given_day", VoiceCount::givenDay)
            .whole("positive", VoiceCount::positive)
            .whole("negative", VoiceCount::negative)
            .build();

    private VoiceTable() {}

    /** Reads the counts of the rows {@code from} to {@code to} (exclusive) lazily. */
    public static Iterator<VoiceCount> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, VoiceTable::count);
    }

    private static VoiceCount count(ColumnBatch batch, int row) {
        Behavior behavior = Behavior.ofLabel(batch.string(2, row));
        return new VoiceCount(
                batch.string(0, row),
                batch.date(1, row),
                new EventClass(behavior, batch.isNull(3, row) ? confidenceOf2026(behavior) : batch.real(3, row)),
                batch.date(4, row),
                batch.whole(5, row),
                batch.whole(6, row));
    }

    /**
     * Returns the confidence of a behavior's rule in ruleset 2026.1. At that time, voices were counted by behavior
     * alone. Migration V12 has the same figures.
     */
    private static double confidenceOf2026(Behavior behavior) {
        return switch (behavior) {
            case DEEP_SLEEP -> 0.90;
            case PLAYING_FETCH -> 0.80;
            case ANXIOUS_PACING -> 0.75;
            case RESTING, WALKING, RUNNING, ALERT -> 0.70;
            case UNKNOWN -> 0;
        };
    }
}
