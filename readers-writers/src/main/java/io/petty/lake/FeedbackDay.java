package io.petty.lake;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackTable;
import io.petty.parquet.ColumnFileReader;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** The feedback on one event day's events, whether they are there or not. */
public final class FeedbackDay {
    private final Lake lake;
    private final LocalDate eventDay;

    public FeedbackDay(Lake lake, LocalDate eventDay) {
        this.lake = lake;
        this.eventDay = eventDay;
    }

    /** All of it, by event and feedback id. */
    public void rows(PublishedDay.Rows<Feedback> rows) throws IOException {
        Table table = lake.feedback();
        List<DataFile> files = new ArrayList<>(
                Lake.currentDataFiles(table, Expressions.startsWith("event_id", EventId.prefix(eventDay))));
        // A day's feedback is one file.
        for (DataFile file : files) {
            try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
                Iterator<Feedback> feedback = FeedbackTable.read(reader, 0, reader.rowCount());
                while (feedback.hasNext()) {
                    rows.row(feedback.next());
                }
            }
        }
    }
}
