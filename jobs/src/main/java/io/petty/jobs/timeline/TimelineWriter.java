package io.petty.jobs.timeline;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.rules.CollarTimeline;
import io.petty.lake.Fingerprint;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.reading.CollarBuckets;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.RestingTable;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import io.petty.timeline.VoiceCount;
import io.petty.timeline.VoiceTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/** Writes timelines, summaries, resting heart rates and voices, a file of each for every event day and bucket. */
final class TimelineWriter implements Closeable {
    private final CollarBuckets buckets;
    private final Attempt attempt;
    private final TableWriter<Event> timelines;
    private final TableWriter<Summary> summaries;
    private final TableWriter<RestingHeartRate> resting;
    private final TableWriter<VoiceCount> voices;
    private final List<TimelinePartition.BucketDay> days = new ArrayList<>();
    private @Nullable LocalDate day;
    private int bucket = -1;
    private int collars;
    private long readings;
    private long events;
    private FoundFeedback found = FoundFeedback.NONE;
    private VoiceTotals totals = new VoiceTotals();
    private Fingerprint restingFingerprint = new Fingerprint();

    TimelineWriter(TimelineWork.Tables tables, CollarBuckets buckets, Attempt attempt) {
        this.buckets = buckets;
        this.attempt = attempt;
        this.timelines = new TableWriter<>(tables.timelines(), TimelineTable.COLUMNS);
        this.summaries = new TableWriter<>(tables.summaries(), SummaryTable.COLUMNS);
        this.resting = new TableWriter<>(tables.resting(), RestingTable.COLUMNS);
        this.voices = new TableWriter<>(tables.voices(), VoiceTable.COLUMNS);
    }

    void write(FoldedTimeline folded) throws IOException {
        CollarTimeline timeline = folded.timeline();
        Summary summary = timeline.summary();
        int collarBucket = buckets.bucket(summary.collarId());
        if (collarBucket != bucket || !summary.day().equals(day)) {
            endBucketDay();
            bucket = collarBucket;
            day = summary.day();
        }
        timelines.write(summary.day(), timeline.events());
        summaries.write(summary.day(), List.of(summary));
        timeline.resting().ifPresent(restingFingerprint::add);
        resting.write(summary.day(), timeline.resting().stream().toList());
        voices.write(summary.day(), folded.voices());
        folded.voices().forEach(totals::add);
        found = found.plus(folded.found());
        collars++;
        readings += summary.readings();
        events += timeline.events().size();
        attempt.addReadings(summary.readings());
    }

    private void endBucketDay() throws IOException {
        if (day == null) {
            return;
        }
        timelines.endFile(day);
        summaries.endFile(day);
        resting.endFile(day);
        voices.endFile(day);
        days.add(new TimelinePartition.BucketDay(
                day, bucket, collars, readings, events, found, restingFingerprint.digest(), totals.list()));
        collars = 0;
        readings = 0;
        events = 0;
        found = FoundFeedback.NONE;
        totals = new VoiceTotals();
        restingFingerprint = new Fingerprint();
    }

    TimelinePartition finish() throws IOException {
        endBucketDay();
        return new TimelinePartition(timelines.files, summaries.files, resting.files, voices.files, days);
    }

    @Override
    public void close() throws IOException {
        timelines.close();
        summaries.close();
        resting.close();
        voices.close();
    }

    /** The files of one table; one is open at a time, and begun with its first row. */
    private final class TableWriter<R> implements Closeable {
        private final @Nullable Table table;
        private final TableColumns<List<R>> columns;
        private final List<DataFile> files = new ArrayList<>();
        private @Nullable ColumnFileWriter<List<R>> file;

        private TableWriter(@Nullable Table table, TableColumns<List<R>> columns) {
            this.table = table;
            this.columns = columns;
        }

        private void write(LocalDate rowsDay, List<R> rows) throws IOException {
            if (rows.isEmpty()) {
                return;
            }
            if (file == null) {
                Table into = Objects.requireNonNull(table, "There are rows for a table that the run expects none of");
                file = new ColumnFileWriter<>(
                        TableFiles.newFile(into, TableFiles.partition(into, rowsDay, bucket), attempt.name()), columns);
            }
            file.write(rows, 0, rows.size());
        }

        private void endFile(LocalDate rowsDay) throws IOException {
            if (file != null && table != null) {
                PartitionData partition = TableFiles.partition(table, rowsDay, bucket);
                file.finish();
                files.add(file.dataFile(table.spec(), partition, table.sortOrder()));
                file = null;
            }
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}
