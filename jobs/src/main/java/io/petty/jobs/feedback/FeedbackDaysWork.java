package io.petty.jobs.feedback;

import io.petty.feedback.Feedback;
import io.petty.jobs.batch.NewFile;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;

/**
 * Turns feedback documents into event days' feedback.
 *
 * @param documents the locations of all files that the table of documents will have after the run
 * @param current the locations of the current files of feedback, by event day
 */
record FeedbackDaysWork(List<String> documents, RowTable<Feedback> feedback, Map<LocalDate, List<String>> current)
        implements PartitionWork<FeedbackDays, FeedbackDays.Result> {
    @Override
    public FeedbackDays.Result run(FeedbackDays partition, Attempt attempt) throws IOException {
        List<DataFile> files = new ArrayList<>();
        List<FeedbackDeliveries.Day> days = new ArrayList<>();
        for (LocalDate day : partition.days()) {
            PartitionData ofDay = TableFiles.partition(feedback.table(), EventId.prefix(day));
            try (DayFeedback merged = new DayFeedback(day, this);
                    NewFile<Feedback> file = feedback.newFile(ofDay, attempt.name())) {
                Fingerprint fingerprint = new Fingerprint();
                LongSummaryStatistics times = new LongSummaryStatistics();
                List<Feedback> block = merged.read();
                while (!block.isEmpty()) {
                    attempt.check();
                    file.write(block);
                    for (Feedback row : block) {
                        fingerprint.add(row);
                        times.accept(row.timestamp());
                    }
                    block = merged.read();
                }
                files.addAll(file.finish());
                if (times.getCount() > 0) {
                    days.add(new FeedbackDeliveries.Day(
                            day, times.getCount(), Instant.ofEpochMilli(times.getMin()), fingerprint.digest()));
                }
            }
            attempt.check();
            attempt.unitsDone(1);
        }
        return new FeedbackDays.Result(partition.days(), files, days);
    }
}
