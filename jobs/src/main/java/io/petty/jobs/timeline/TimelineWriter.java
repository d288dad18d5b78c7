package io.petty.jobs.timeline;

import io.petty.jobs.batch.NewFile;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.rules.CollarTimeline;
import io.petty.jobs.timeline.TimelinePartition.BucketDay;
import io.petty.lake.Fingerprint;
import io.petty.reading.CollarBuckets;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.Summary;
import io.petty.timeline.VoiceCount;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/** Writes timelines, summaries, resting heart rates and voices, each to a file per event day and bucket. */
final class TimelineWriter implements Closeable {
    private final CollarBuckets buckets;
    private final Attempt attempt;
    private final TableWriter<Event> timelines;
    private final TableWriter<Summary> summaries;
    private final TableWriter<RestingHeartRate> resting;
    private final TableWriter<VoiceCount> voices;
    private final List<BucketDay> days = new ArrayList<>();
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
        this.timelines = new TableWriter<>(tables.timelines());
        this.summaries = new TableWriter<>(tables.summaries());
        this.resting = new TableWriter<>(tables.resting());
        this.voices = new TableWriter<>(tables.voices());
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
        for (TableWriter<?> table : tables()) {
            table.endFile();
        }
        days.add(new BucketDay(
                day, bucket, collars, readings, events, found, restingFingerprint.digest(), totals.list()));
        collars = 0;
        readings = 0;
        events = 0;
        found = FoundFeedback.NONE;
        totals = new VoiceTotals();
        restingFingerprint = new Fingerprint();
    }

    private List<TableWriter<?>> tables() {
        return List.of(timelines, summaries, resting, voices);
    }

    TimelinePartition finish() throws IOException {
        endBucketDay();
        return new TimelinePartition(timelines.files, summaries.files, resting.files, voices.files, days);
    }

    @Override
    public void close() throws IOException {
        for (TableWriter<?> table : tables()) {
            table.close();
        }
    }

    /** Writes the files of one table, one after another. */
    private final class TableWriter<R> implements Closeable {
        private final @Nullable RowTable<R> table;
        private final List<DataFile> files = new ArrayList<>();
        private @Nullable NewFile<R> file;

        private TableWriter(@Nullable RowTable<R> table) {
            this.table = table;
        }

        private void write(LocalDate rowsDay, List<R> rows) throws IOException {
            if (rows.isEmpty()) {
                return;
            }
            if (file == null) {
                RowTable<R> into = Objects.requireNonNull(table, "A table that should get no rows got some");
                file = into.newFile(TableFiles.partition(into.table(), rowsDay, bucket), attempt.name());
            }
            file.write(rows);
        }

        private void endFile() throws IOException {
            if (file != null) {
                files.addAll(file.finish());
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
