package io.petty.feedback;

import io.petty.table.ColumnBatch;
import io.petty.table.ColumnFileReader;
import io.petty.table.TableColumns;
import java.util.Iterator;
import java.util.List;

/** The feedback table: its columns, and its rows as {@link Feedback}. */
public final class FeedbackTable {
    /** In the order and by the names of the spec. */
    public static final TableColumns<List<Feedback>> COLUMNS = TableColumns.<List<Feedback>>of()
            .distinctText("feedback_id", (feedback, row) -> feedback.get(row).feedbackId())
            .text("event_id", (feedback, row) -> feedback.get(row).eventId())
            .optionalText("user_key", (feedback, row) -> feedback.get(row).userKey())
            .text("voice", (feedback, row) -> feedback.get(row).voice().label())
            .optionalText(
                    "corrected_behavior", (feedback, row) -> feedback.get(row).correctedBehavior())
            .time("timestamp", (feedback, row) -> feedback.get(row).timestamp())
            .distinctText("delivered", (feedback, row) -> feedback.get(row).delivered())
            .build();

    private FeedbackTable() {}

    /** The feedback of the rows {@code from} to {@code to} (exclusive), read as they are asked for. */
    public static Iterator<Feedback> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, FeedbackTable::feedback);
    }

    private static Feedback feedback(ColumnBatch batch, int row) {
        return new Feedback(
                batch.string(0, row),
                batch.string(1, row),
                batch.stringOrNull(2, row),
                Voice.ofLabel(batch.string(3, row)),
                batch.stringOrNull(4, row),
                batch.timestampMillis(5, row),
                batch.string(6, row));
    }
}
