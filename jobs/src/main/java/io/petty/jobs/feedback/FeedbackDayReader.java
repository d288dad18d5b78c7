package io.petty.jobs.feedback;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackTable;
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
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Merges event days' feedback from the files of all shards, in order of event and feedback id. Of several documents of one
 * feedback the first by {@link Feedback#ORDER} counts, whichever shards they are in. The event that was recorded with feedback
 * when it was folded is not in its documents and is kept from the table as it is.
 */
final class FeedbackDayReader implements Closeable {
    private static final int BLOCK_ROWS = 5_000;
    private static final Comparator<Feedback> BY_EVENT_AND_ID =
            Comparator.comparing(Feedback::eventId).thenComparing(Feedback::feedbackId);

    private final FileIO files;
    private final Map<LocalDate, List<String>> standing;
    private final List<String> documents;
    private final Iterator<LocalDate> days;
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>((a, b) -> Feedback.ORDER.compare(a.feedback, b.feedback));
    private Iterator<Feedback> recorded = Collections.emptyIterator();
    private @Nullable Feedback nextRecorded;
    private final List<Closeable> opened = new ArrayList<>();
    private @Nullable LocalDate day;

    /** Some of a day's feedback; the day's last block may have none. */
    record DayFeedback(LocalDate day, List<Feedback> feedback, boolean last) {}

    /** The next feedback of one file's rows, and those behind it. */
    private record Head(Feedback feedback, Iterator<FeedbackDocument> more) {}

    FeedbackDayReader(FeedbackDaysWork work, FeedbackDays partition) {
        this.files = work.feedback().io();
        this.standing = work.standing();
        this.documents = work.documents();
        this.days = partition.days().iterator();
    }

    @Nullable
    DayFeedback read() throws IOException {
        if (day == null) {
            if (!days.hasNext()) {
                return null;
            }
            openDay(days.next());
        }
        LocalDate current = Objects.requireNonNull(day);
        List<Feedback> block = new ArrayList<>();
        while (!heads.isEmpty() && block.size() < BLOCK_ROWS) {
            Feedback first = next();
            while (!heads.isEmpty() && heads.element().feedback.isSameAs(first)) {
                next();
            }
            block.add(first.withAbout(about(first)));
        }
        boolean last = heads.isEmpty();
        if (last) {
            close();
            day = null;
        }
        return new DayFeedback(current, block, last);
    }

    private void openDay(LocalDate next) throws IOException {
        day = next;
        openRecorded(next);
        String prefix = EventId.prefix(next);
        for (String location : documents) {
            ColumnFileReader reader = new ColumnFileReader(files.newInputFile(location));
            opened.add(reader);
            for (RowRange range : reader.rowsThatMayStartWith("event_id", prefix)) {
                push(FeedbackDocumentTable.read(reader, range.from(), range.to()));
            }
        }
    }

    private void openRecorded(LocalDate next) throws IOException {
        // A day's feedback is one file, in the order in which it is merged.
        for (String location : standing.getOrDefault(next, List.of())) {
            ColumnFileReader reader = new ColumnFileReader(files.newInputFile(location));
            opened.add(reader);
            recorded = FeedbackTable.read(reader, 0, reader.rowCount());
        }
        nextRecorded = recorded.hasNext() ? recorded.next() : null;
    }

    /** The event that was recorded with feedback; null for none. */
    private @Nullable AboutEvent about(Feedback feedback) {
        while (nextRecorded != null && BY_EVENT_AND_ID.compare(nextRecorded, feedback) < 0) {
            nextRecorded = recorded.hasNext() ? recorded.next() : null;
        }
        return nextRecorded != null && nextRecorded.isSameAs(feedback) ? nextRecorded.about() : null;
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
        heads.clear();
        recorded = Collections.emptyIterator();
        nextRecorded = null;
        for (Closeable file : opened) {
            file.close();
        }
        opened.clear();
    }
}
