package io.petty.jobs.timeline;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.FeedbackRecording;
import io.petty.jobs.timeline.TimelinePartition.BucketDay;
import io.petty.lake.EventDays;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Replaces the event days in the four tables with one commit each, then publishes them in one transaction. Readers
 * follow publications, so they see the old days until then.
 */
record TimelinePublication(JobRepository repository, JobParts parts, FeedbackOnDays feedback) implements StepWork {
    @Override
    public void execute(StepExecution step) throws IOException {
        Lake lake = parts.lake();
        EventDays eventDays = parts.eventDays();
        List<LocalDate> days = BatchRun.eventDays(step);
        List<TimelinePartition> partitions = Partitions.results(repository, step, TimelinePartition.class);
        Publication.Snapshots snapshots = new Publication.Snapshots(
                replace(lake.timelines(), days, files(partitions, TimelinePartition::timelines)),
                replace(lake.summaries(), days, files(partitions, TimelinePartition::summaries)),
                replace(lake.resting(), days, files(partitions, TimelinePartition::resting)),
                replaceVoices(days, files(partitions, TimelinePartition::voices)));
        recordFeedback(step, days, partitions);
        List<Publication> coming = new ArrayList<>();
        VoiceTotals totals = new VoiceTotals();
        for (LocalDate day : days.stream().sorted().toList()) {
            List<BucketDay> buckets = partitions.stream()
                    .flatMap(partition -> partition.days().stream())
                    .filter(bucket -> bucket.day().equals(day))
                    .sorted(Comparator.comparingInt(BucketDay::bucket))
                    .toList();
            buckets.forEach(bucket -> totals.addAll(bucket.voices()));
            FoundFeedback found =
                    buckets.stream().map(BucketDay::found).reduce(FoundFeedback.NONE, FoundFeedback::plus);
            coming.add(new Publication(
                    day,
                    BatchRun.run(step),
                    parts.clock().instant(),
                    null,
                    new Publication.Inputs(
                            eventDays.ruleset(),
                            eventDays.readingsFingerprint(day),
                            eventDays.baselinesFingerprint(day, coming),
                            eventDays.calibrationFingerprint(day, days)),
                    new Publication.Feedback(
                            eventDays.feedbackFingerprint(day),
                            feedback.of(day).documents() - found.documents(),
                            found.carried()),
                    snapshots,
                    content(buckets)));
        }
        parts.lease().publish(() -> parts.records().publications().publish(coming, totals.list()));
    }

    private static List<DataFile> files(
            List<TimelinePartition> partitions, Function<TimelinePartition, List<DataFile>> of) {
        return partitions.stream()
                .flatMap(partition -> of.apply(partition).stream())
                .toList();
    }

    private static Publication.Content content(List<BucketDay> buckets) {
        int collars = 0;
        long readings = 0;
        long events = 0;
        Fingerprint resting = new Fingerprint();
        for (BucketDay bucket : buckets) {
            collars += bucket.collars();
            readings += bucket.readings();
            events += bucket.events();
            resting.add(bucket.bucket()).add(bucket.restingFingerprint());
        }
        return new Publication.Content(collars, readings, events, resting.digest());
    }

    /** Records the event with each piece of feedback whose event was found for the first time. */
    private void recordFeedback(StepExecution step, List<LocalDate> days, List<TimelinePartition> partitions)
            throws IOException {
        FeedbackRecording recording = new FeedbackRecording(parts, BatchRun.fileName(step));
        for (LocalDate day : days) {
            List<DataFile> files = files(partitions, partition -> partition.timelinesWithUnrecorded(day));
            if (!files.isEmpty()) {
                recording.record(day, feedback.of(day), files);
            }
        }
        recording.commit();
    }

    /** Replaces the voices of the days. Doesn't create the table if there have never been voices on the days. */
    private long replaceVoices(List<LocalDate> days, List<DataFile> files) {
        boolean none = files.isEmpty()
                && days.stream()
                        .flatMap(day -> parts.eventDays().publication(day).stream())
                        .allMatch(publication -> publication.snapshots().voices() == 0);
        return none ? 0 : replace(parts.lake().voices(), days, files);
    }

    private long replace(Table table, List<LocalDate> days, List<DataFile> files) {
        return TableFiles.replaceDays(table, days, files, parts.lease());
    }
}
