package io.petty.jobs.feedback;

import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;

/**
 * Feedback documents become event days' feedback.
 *
 * @param documents all files of the table of documents, as it is going to be
 * @param feedback the table of feedback
 * @param standing its files, by event day
 */
record FeedbackDaysWork(List<String> documents, Table feedback, Map<LocalDate, List<String>> standing)
        implements PartitionWork<FeedbackDays, FeedbackDays.Result> {
    @Override
    public FeedbackDays.Result run(FeedbackDays days, Attempt attempt) throws IOException {
        try (FeedbackDayReader blocks = new FeedbackDayReader(this, days);
                FeedbackDayWriter writer = new FeedbackDayWriter(feedback, attempt)) {
            for (FeedbackDayReader.DayFeedback block = blocks.read(); block != null; block = blocks.read()) {
                attempt.check();
                writer.write(block);
            }
            return writer.finish();
        }
    }
}
