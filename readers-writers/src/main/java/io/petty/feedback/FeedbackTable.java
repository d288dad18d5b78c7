package io.petty.feedback;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import io.petty.timeline.Behavior;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The feedback table: its columns, and how its rows are read as {@link Feedback}. */
public final class FeedbackTable {
    /** The columns, with the names and the order of the specification. */
    public static final TableColumns<List<Feedback>> COLUMNS = TableColumns.<Feedback>ofRecords()
            .distinctText("feedback_id", Feedback::feedbackId)
            .text("event_id", Feedback::eventId)
            .optionalText("user_key", Feedback::userKey)
            .text("voice", feedback -> feedback.voice().label())
            .optionalText("corrected_behavior", Feedback::correctedBehavior)
            .time("timestamp", Feedback::timestamp)
            .distinctText("delivered", Feedback::delivered)
            .optionalText("about_collar", feedback -> about(feedback, AboutEvent::collarId))
            .optionalTime("about_start", feedback -> about(feedback, AboutEvent::start))
            .optionalTime("about_end", feedback -> about(feedback, AboutEvent::end))
            .optionalText(
                    "about_behavior",
                    feedback -> about(feedback, event -> event.behavior().label()))
            .build();

    private FeedbackTable() {}

    private static <V> @Nullable V about(Feedback feedback, Function<AboutEvent, V> of) {
        return feedback.about() == null ? null : of.apply(feedback.about());
    }

    /** Reads the feedback of the rows {@code from} to {@code to} (exclusive) lazily. */
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
                batch.string(6, row),
                batch.isNull(7, row)
                        ? null
                        : new AboutEvent(
                                batch.string(7, row),
                                batch.timestampMillis(8, row),
                                batch.timestampMillis(9, row),
                                Behavior.ofLabel(batch.string(10, row))));
    }
}
