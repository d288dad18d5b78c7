package io.petty.jobs.folding;

import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.calibration.FeedbackFolding;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.timeline.Event;
import io.petty.timeline.VoiceCount;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;

/**
 * Folds a day's feedback into published events, one bucket of collars at a time. Confidences stay the same. A bucket in
 * which nothing changes keeps its files.
 */
final class BucketFolding {
    private final RowTable<Event> events;
    private final RowTable<VoiceCount> counts;
    private final DayVoices voices;
    private final FeedbackFolding folding;
    private final LocalDate day;
    private final String name;
    private final PublishedFiles published;
    private final VoiceTotals totals = new VoiceTotals();
    private final List<DataFile> eventFiles = new ArrayList<>();
    private final List<DataFile> countFiles = new ArrayList<>();
    private FoundFeedback found = FoundFeedback.NONE;

    /**
     * Begins to fold.
     *
     * @param voices the voices on the day's events
     * @param name the name of new data files; no other partition or attempt uses it
     */
    BucketFolding(
            RowTable<Event> events,
            RowTable<VoiceCount> counts,
            CalibrationRules rules,
            LocalDate day,
            DayVoices voices,
            String name,
            PublishedFiles published) {
        this.events = events;
        this.counts = counts;
        this.voices = voices;
        this.folding = new FeedbackFolding(voices, rules);
        this.day = day;
        this.name = name;
        this.published = published;
    }

    void fold(int bucket) throws IOException {
        List<DataFile> oldEventFiles = ofBucket(published.timelines(), bucket);
        List<DataFile> oldCountFiles = ofBucket(published.voices(), bucket);
        List<Event> oldEvents = new ArrayList<>();
        for (DataFile file : oldEventFiles) {
            events.read(file.location(), oldEvents::add);
        }
        List<VoiceCount> oldCounts = new ArrayList<>();
        for (DataFile file : oldCountFiles) {
            counts.read(file.location(), oldCounts::add);
        }
        List<Event> newEvents = new ArrayList<>(oldEvents.size());
        List<VoiceCount> newCounts = new ArrayList<>();
        for (List<Event> collar : DayVoices.byCollar(oldEvents)) {
            FeedbackFolding.Folded folded = folding.fold(collar);
            newEvents.addAll(folded.events());
            newCounts.addAll(folded.counts());
            found = found.plus(folded.found());
        }
        newCounts.forEach(totals::add);
        eventFiles.addAll(newEvents.equals(oldEvents) ? oldEventFiles : write(events, bucket, newEvents));
        countFiles.addAll(newCounts.equals(oldCounts) ? oldCountFiles : write(counts, bucket, newCounts));
    }

    private static List<DataFile> ofBucket(List<DataFile> files, int bucket) {
        return files.stream().filter(file -> TableFiles.bucket(file) == bucket).toList();
    }

    private <R> List<DataFile> write(RowTable<R> table, int bucket, List<R> rows) throws IOException {
        return table.write(TableFiles.partition(table.table(), day, bucket), name, rows);
    }

    /** Returns the files of the folded buckets, both new and kept ones, and the counts of the feedback. */
    FoldingPartition.Result result() {
        return new FoldingPartition.Result(
                day, eventFiles, countFiles, totals.list(), voices.documents() - found.documents(), found.carried());
    }

    /** Returns how many pieces of feedback name an existing event that isn't recorded with them yet. */
    long unrecorded() {
        return found.unrecorded();
    }
}
