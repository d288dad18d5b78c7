package io.petty.jobs.batch;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.table.ColumnFileReader;
import io.petty.table.RowRange;
import io.petty.timeline.EventId;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemStreamException;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Merges event days' feedback from the files of all shards, in order of event and feedback id. Of several documents of one
 * feedback the first by {@link Feedback#ORDER} counts, whichever shards they are in.
 */
class FeedbackDayReader implements ItemStreamReader<FeedbackDayReader.DayFeedback> {
    private static final int BLOCK_ROWS = 5_000;

    private final FileIO files;
    private final List<DataFile> documents;
    private final Iterator<LocalDate> days;
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>((a, b) -> Feedback.ORDER.compare(a.feedback, b.feedback));
    private final List<Closeable> opened = new ArrayList<>();
    private @Nullable LocalDate day;

    /** Some of a day's feedback; the day's last block may have none. */
    record DayFeedback(LocalDate day, List<Feedback> feedback, boolean last) {}

    /** The next feedback of one file's rows, and those behind it. */
    private record Head(Feedback feedback, Iterator<FeedbackDocument> more) {}

    /** @param documents all files of the table of documents, as it is going to be */
    FeedbackDayReader(FileIO files, List<DataFile> documents, FeedbackDays partition) {
        this.files = files;
        this.documents = documents;
        this.days = partition.days().iterator();
    }

    @Override
    public @Nullable DayFeedback read() throws IOException {
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
            block.add(first);
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
        String prefix = EventId.prefix(next);
        for (DataFile file : documents) {
            ColumnFileReader reader = new ColumnFileReader(files.newInputFile(file.location()));
            opened.add(reader);
            for (RowRange range : reader.rowsThatMayStartWith("event_id", prefix)) {
                push(FeedbackDocumentTable.read(reader, range.from(), range.to()));
            }
        }
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
    public void close() {
        heads.clear();
        try {
            for (Closeable file : opened) {
                file.close();
            }
        } catch (IOException e) {
            throw new ItemStreamException("Files of feedback documents can't be closed", e);
        }
        opened.clear();
    }
}
