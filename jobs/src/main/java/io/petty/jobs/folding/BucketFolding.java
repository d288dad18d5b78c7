package io.petty.jobs.folding;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.calibration.FeedbackFolding;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.timeline.Event;
import io.petty.timeline.TimelineTable;
import io.petty.timeline.VoiceCount;
import io.petty.timeline.VoiceTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;

/**
 * Folds a day's feedback into events that were computed before, a bucket of collars at a time. Confidences stay as they
 * are; a bucket in which nothing changes keeps its files.
 */
final class BucketFolding {
    private static final int BUCKET = 1;

    private final Table timelinesTable;
    private final Table voicesTable;
    private final FeedbackFolding folding;
    private final LocalDate day;
    private final String name;
    private final List<DataFile> timelines;
    private final List<DataFile> voices;
    private final VoiceTotals totals = new VoiceTotals();
    private final List<DataFile> timelinesNow = new ArrayList<>();
    private final List<DataFile> voicesNow = new ArrayList<>();
    private FoundFeedback found = FoundFeedback.NONE;

    /**
     * @param said of the day's events
     * @param name of new data files, used by no other partition or attempt
     * @param timelines the day's files of the timelines table
     * @param voices the day's files of the table of voices
     */
    BucketFolding(
            Table timelinesTable,
            Table voicesTable,
            CalibrationRules rules,
            LocalDate day,
            DayVoices said,
            String name,
            List<DataFile> timelines,
            List<DataFile> voices) {
        this.timelinesTable = timelinesTable;
        this.voicesTable = voicesTable;
        this.folding = new FeedbackFolding(said, rules);
        this.day = day;
        this.name = name;
        this.timelines = timelines;
        this.voices = voices;
    }

    /** Folds one bucket. */
    void fold(int bucket) throws IOException {
        List<DataFile> standing = of(timelines, bucket);
        List<DataFile> standingVoices = of(voices, bucket);
        List<Event> events = new ArrayList<>();
        for (DataFile file : standing) {
            read(timelinesTable, file, (reader, rows) -> TimelineTable.read(reader, 0, rows), events);
        }
        List<VoiceCount> counts = new ArrayList<>();
        for (DataFile file : standingVoices) {
            read(voicesTable, file, (reader, rows) -> VoiceTable.read(reader, 0, rows), counts);
        }
        List<Event> folded = new ArrayList<>(events.size());
        List<VoiceCount> foldedCounts = new ArrayList<>();
        for (List<Event> collar : byCollar(events)) {
            FeedbackFolding.Folded result = folding.fold(collar);
            folded.addAll(result.events());
            foldedCounts.addAll(result.counts());
            found = found.plus(result.found());
        }
        foldedCounts.forEach(totals::add);
        if (folded.equals(events)) {
            timelinesNow.addAll(standing);
        } else {
            timelinesNow.add(write(timelinesTable, TimelineTable.COLUMNS, bucket, folded));
        }
        if (foldedCounts.equals(counts)) {
            voicesNow.addAll(standingVoices);
        } else if (!foldedCounts.isEmpty()) {
            voicesNow.add(write(voicesTable, VoiceTable.COLUMNS, bucket, foldedCounts));
        }
    }

    private static List<DataFile> of(List<DataFile> files, int bucket) {
        return files.stream()
                .filter(file -> file.partition().get(BUCKET, Integer.class) == bucket)
                .toList();
    }

    private static List<List<Event>> byCollar(List<Event> events) {
        List<List<Event>> collars = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= events.size(); i++) {
            if (i == events.size()
                    || !events.get(i).collarId().equals(events.get(from).collarId())) {
                collars.add(events.subList(from, i));
                from = i;
            }
        }
        return collars;
    }

    /** Reads the rows of a file in its order. */
    private interface FileRows<R> {
        Iterator<R> read(ColumnFileReader file, long rows);
    }

    private static <R> void read(Table table, DataFile file, FileRows<R> rows, List<R> into) throws IOException {
        try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
            rows.read(reader, reader.rowCount()).forEachRemaining(into::add);
        }
    }

    private <R> DataFile write(Table table, TableColumns<List<R>> columns, int bucket, List<R> rows)
            throws IOException {
        PartitionData partition = TableFiles.partition(table, day, bucket);
        try (ColumnFileWriter<List<R>> file =
                new ColumnFileWriter<>(TableFiles.newFile(table, partition, name), columns)) {
            file.write(rows, 0, rows.size());
            file.finish();
            return file.dataFile(table.spec(), partition, table.sortOrder());
        }
    }

    /** The files of the buckets that were folded: new ones, and those that stay. */
    List<DataFile> timelines() {
        return timelinesNow;
    }

    /** As {@link #timelines}, of the table of voices. */
    List<DataFile> voices() {
        return voicesNow;
    }

    VoiceTotals totals() {
        return totals;
    }

    /** How many pieces of feedback found an event. */
    FoundFeedback found() {
        return found;
    }
}
