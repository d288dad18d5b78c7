package io.petty.feedback;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.TableColumns;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All documents that were read: an internal table. It tells a run which documents are new, changed or deleted, and
 * which other document replaces a deleted one. It contains no free text.
 */
public final class FeedbackDocumentTable {
    public static final TableColumns<List<FeedbackDocument>> COLUMNS = TableColumns.<FeedbackDocument>ofRecords()
            .whole("shard", FeedbackDocument::shard)
            .distinctText("key", FeedbackDocument::key)
            .longWhole("size", FeedbackDocument::size)
            .distinctText("version", FeedbackDocument::version)
            .date("delivery_day", FeedbackDocument::deliveryDay)
            .optionalText("feedback_id", document -> value(document, Feedback::feedbackId))
            .optionalText("event_id", document -> value(document, Feedback::eventId))
            .optionalText("user_key", document -> value(document, Feedback::userKey))
            .optionalText(
                    "voice",
                    document -> value(document, feedback -> feedback.voice().label()))
            .optionalText("corrected_behavior", document -> value(document, Feedback::correctedBehavior))
            .optionalLongWhole("timestamp", document -> value(document, Feedback::timestamp))
            .build();

    private FeedbackDocumentTable() {}

    private static <V> @Nullable V value(FeedbackDocument document, Function<Feedback, @Nullable V> of) {
        return document.feedback() == null ? null : of.apply(document.feedback());
    }

    /** Reads the documents of the rows {@code from} to {@code to} (exclusive) lazily. */
    public static Iterator<FeedbackDocument> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS, from, to, FeedbackDocumentTable::document);
    }

    private static FeedbackDocument document(ColumnBatch batch, int row) {
        String key = batch.string(1, row);
        Feedback feedback = batch.isNull(6, row)
                ? null
                : new Feedback(
                        batch.string(5, row),
                        batch.string(6, row),
                        batch.stringOrNull(7, row),
                        Voice.ofLabel(batch.string(8, row)),
                        batch.stringOrNull(9, row),
                        batch.longWhole(10, row),
                        key,
                        null);
        return new FeedbackDocument(
                batch.whole(0, row), key, batch.longWhole(2, row), batch.string(3, row), batch.date(4, row), feedback);
    }
}
