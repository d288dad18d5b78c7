package io.petty.lake;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackTable;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** Reads the feedback on one event day's events, whether these events exist or not. */
public record FeedbackDay(Lake lake, LocalDate eventDay) {
    /** Reads all feedback, by event and feedback id. */
    public void rows(PublishedDay.Rows<Feedback> rows) throws IOException {
        Table table = lake.feedback();
        List<DataFile> files =
                Lake.currentDataFiles(table, Expressions.startsWith("event_id", EventId.prefix(eventDay)));
        PublishedDay.merge(table, files, FeedbackTable::read, Feedback.ORDER, rows);
    }
}
