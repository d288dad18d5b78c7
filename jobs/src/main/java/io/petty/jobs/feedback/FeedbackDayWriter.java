package io.petty.jobs.feedback;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.Attempt;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.parquet.ColumnFileWriter;
import io.petty.timeline.EventId;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** Writes event days' feedback, a file a day. */
final class FeedbackDayWriter implements Closeable {
    private final Table table;
    private final Attempt attempt;
    private final List<LocalDate> changed = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();
    private final List<FeedbackDeliveries.Day> days = new ArrayList<>();
    private @Nullable ColumnFileWriter<List<Feedback>> file;
    private Fingerprint fingerprint = new Fingerprint();
    private long rows;
    private long earliest = Long.MAX_VALUE;

    /** @param table of feedback */
    FeedbackDayWriter(Table table, Attempt attempt) {
        this.table = table;
        this.attempt = attempt;
    }

    void write(FeedbackDayReader.DayFeedback block) throws IOException {
        PartitionData partition = TableFiles.partition(table, EventId.prefix(block.day()));
        if (!block.feedback().isEmpty()) {
            if (file == null) {
                file = new ColumnFileWriter<>(
                        TableFiles.newFile(table, partition, attempt.name()), FeedbackTable.COLUMNS);
            }
            file.write(block.feedback(), 0, block.feedback().size());
            block.feedback().forEach(this::add);
        }
        if (block.last()) {
            endDay(block.day(), partition);
        }
    }

    private void add(Feedback feedback) {
        fingerprint.add(feedback);
        rows++;
        earliest = Math.min(earliest, feedback.timestamp());
    }

    private void endDay(LocalDate day, PartitionData partition) throws IOException {
        changed.add(day);
        if (file != null) {
            file.finish();
            files.add(file.dataFile(table.spec(), partition, table.sortOrder()));
            file = null;
            days.add(new FeedbackDeliveries.Day(day, rows, Instant.ofEpochMilli(earliest), fingerprint.digest()));
        }
        fingerprint = new Fingerprint();
        rows = 0;
        earliest = Long.MAX_VALUE;
        attempt.unitsDone(1);
    }

    FeedbackDays.Result finish() {
        return new FeedbackDays.Result(changed, files, days);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
