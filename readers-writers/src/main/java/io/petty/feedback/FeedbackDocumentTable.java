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
    public static final TableColumns<List<FeedbackDocument>> COLUMNS = TableColumns.<List<FeedbackDocument>>of()
            .whole("shard", (documents, row) -> documents.get(row).shard())
            .distinctText("key", (documents, row) -> documents.get(row).key())
            .longWhole("size", (documents, row) -> documents.get(row).size())
            .distinctText("version", (documents, row) -> documents.get(row).version())
            .date(
                    "delivery_day",
                    (documents, row) -> documents.get(row).deliveryDay().toEpochDay())
            .optionalText("feedback_id", (documents, row) -> value(documents.get(row), Feedback::feedbackId))
            .optionalText("event_id", (documents, row) -> value(documents.get(row), Feedback::eventId))
            .optionalText("user_key", (documents, row) -> value(documents.get(row), Feedback::userKey))
            .optionalText(
                    "voice",
                    (documents, row) -> value(
                            documents.get(row), feedback -> feedback.voice().label()))
            .optionalText(
                    "corrected_behavior", (documents, row) -> value(documents.get(row), Feedback::correctedBehavior))
            .optionalLongWhole("timestamp", (documents, row) -> value(documents.get(row), Feedback::timestamp))
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
