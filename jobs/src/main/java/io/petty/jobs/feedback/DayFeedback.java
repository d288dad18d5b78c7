package io.petty.jobs.feedback;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackTable;
import io.petty.jobs.batch.RowTable;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import io.petty.timeline.EventId;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges an event day's feedback from the files of all shards, in order of event and feedback id. Of several documents
 * of the same feedback, the first by {@link Feedback#ORDER} counts, whichever shards they are in. The events recorded
 * with feedback aren't in the documents; they are copied from the day's current file.
 */
final class DayFeedback implements Closeable {
    private static final int BLOCK_ROWS = 5_000;
    private static final Comparator<Feedback> BY_EVENT_AND_ID =
            Comparator.comparing(Feedback::eventId).thenComparing(Feedback::feedbackId);

    private final LocalDate day;
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>((a, b) -> Feedback.ORDER.compare(a.feedback, b.feedback));
    private final List<Closeable> opened = new ArrayList<>();
    private Iterator<Feedback> recorded = Collections.emptyIterator();
    private @Nullable Feedback nextRecorded;

    /** The next feedback of one file's rows, and the rows after it. */
    private record Head(Feedback feedback, Iterator<FeedbackDocument> more) {}

    /** Opens the files. */
    DayFeedback(LocalDate day, FeedbackDaysWork work) throws IOException {
        this.day = day;
        try {
            // The table holds a day's feedback in at most one file, sorted as in the merge.
            for (String location : work.current().getOrDefault(day, List.of())) {
                ColumnFileReader reader = open(work.feedback(), location);
                recorded = FeedbackTable.read(reader, 0, reader.rowCount());
            }
            for (String location : work.documents()) {
                ColumnFileReader reader = open(work.feedback(), location);
                for (RowRange range : reader.rowsThatMayStartWith("event_id", EventId.prefix(day))) {
                    push(FeedbackDocumentTable.read(reader, range.from(), range.to()));
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        advanceRecorded();
    }

    private ColumnFileReader open(RowTable<?> table, String location) throws IOException {
        ColumnFileReader reader = table.open(location);
        opened.add(reader);
        return reader;
    }

    /** Returns the next block of feedback; an empty list at the end. */
    List<Feedback> read() {
        List<Feedback> block = new ArrayList<>();
        while (!heads.isEmpty() && block.size() < BLOCK_ROWS) {
            Feedback first = next();
            while (!heads.isEmpty() && heads.element().feedback.isSameAs(first)) {
                next();
            }
            block.add(first.withAbout(about(first)));
        }
        return block;
    }

    /** Returns the event that was recorded with feedback, or null if there is none. */
    private @Nullable AboutEvent about(Feedback feedback) {
        while (nextRecorded != null && BY_EVENT_AND_ID.compare(nextRecorded, feedback) < 0) {
            advanceRecorded();
        }
        return nextRecorded != null && nextRecorded.isSameAs(feedback) ? nextRecorded.about() : null;
    }

    private void advanceRecorded() {
        nextRecorded = recorded.hasNext() ? recorded.next() : null;
    }

    private Feedback next() {
        Head head = heads.remove();
        push(head.more);
        return head.feedback;
    }

    private void push(Iterator<FeedbackDocument> rows) {
        while (rows.hasNext()) {
            Feedback feedback = rows.next().feedback();
            if (feedback != null && feedback.eventDay().equals(day)) {
                heads.add(new Head(feedback, rows));
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable file : opened) {
            file.close();
        }
    }
}
