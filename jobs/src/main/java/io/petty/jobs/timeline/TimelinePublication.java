package io.petty.jobs.timeline;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.feedback.FeedbackRecording;
import io.petty.lake.EventDays;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Replaces the event days in the four tables, a commit each, then makes all of it visible in one transaction: readers
 * follow publications, so they see the old days until then.
 */
final class TimelinePublication implements Tasklet {
    private final JobRepository repository;
    private final Lake lake;
    private final Lease lease;
    private final EventDays eventDays;
    private final FeedbackOnDays feedback;
    private final Publications publications;
    private final Clock clock;

    TimelinePublication(
            JobRepository repository,
            Lake lake,
            Lease lease,
            EventDays eventDays,
            FeedbackOnDays feedback,
            Publications publications,
            Clock clock) {
        this.repository = repository;
        this.lake = lake;
        this.lease = lease;
        this.eventDays = eventDays;
        this.feedback = feedback;
        this.publications = publications;
        this.clock = clock;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) throws IOException {
        StepExecution step = contribution.getStepExecution();
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        List<TimelinePartition> partitions =
                Partitions.results(repository, step.getJobExecution(), TimelinePartition.class);
        Publication.Snapshots snapshots = new Publication.Snapshots(
                replace(lake.timelines(), days, files(partitions, TimelinePartition::timelines)),
                replace(lake.summaries(), days, files(partitions, TimelinePartition::summaries)),
                replace(lake.resting(), days, files(partitions, TimelinePartition::resting)),
                replaceVoices(days, files(partitions, TimelinePartition::voices)));
        recordFeedback(step, days, partitions);
        List<Publication> coming = new ArrayList<>();
        VoiceTotals totals = new VoiceTotals();
        for (LocalDate day : days.stream().sorted().toList()) {
            List<TimelinePartition.BucketDay> buckets = partitions.stream()
                    .flatMap(partition -> partition.days().stream())
                    .filter(bucket -> bucket.day().equals(day))
                    .sorted(Comparator.comparingInt(TimelinePartition.BucketDay::bucket))
                    .toList();
            buckets.forEach(bucket -> totals.addAll(bucket.voices()));
            FoundFeedback found = buckets.stream()
                    .map(TimelinePartition.BucketDay::found)
                    .reduce(FoundFeedback.NONE, FoundFeedback::plus);
            coming.add(new Publication(
                    day,
                    BatchRun.run(step),
                    clock.instant(),
                    null,
                    new Publication.Inputs(
                            eventDays.ruleset(),
                            eventDays.readingsFingerprint(day),
                            eventDays.baselinesFingerprint(day, coming),
                            eventDays.calibrationFingerprint(day, days)),
                    new Publication.Feedback(
                            eventDays.feedbackFingerprint(day),
                            feedback.of(step.getJobExecution(), day).documents() - found.documents(),
                            found.carried()),
                    snapshots,
                    content(buckets)));
        }
        lease.publish(() -> publications.publish(coming, totals.list()));
        return RepeatStatus.FINISHED;
    }

    private static List<DataFile> files(
            List<TimelinePartition> partitions, Function<TimelinePartition, List<DataFile>> of) {
        return partitions.stream()
                .flatMap(partition -> of.apply(partition).stream())
                .toList();
    }

    private static Publication.Content content(List<TimelinePartition.BucketDay> buckets) {
        int collars = 0;
        long readings = 0;
        long events = 0;
        Fingerprint resting = new Fingerprint();
        for (TimelinePartition.BucketDay bucket : buckets) {
            collars += bucket.collars();
            readings += bucket.readings();
            events += bucket.events();
            resting.add(bucket.bucket()).add(bucket.restingFingerprint());
        }
        return new Publication.Content(collars, readings, events, resting.digest());
    }

    /** Records the new events with feedback that finds them for the first time. */
    private void recordFeedback(StepExecution step, List<LocalDate> days, List<TimelinePartition> partitions)
            throws IOException {
        FeedbackRecording recording = new FeedbackRecording(lake, lease, eventDays, BatchRun.fileName(step));
        for (LocalDate day : days) {
            List<DataFile> files = new ArrayList<>();
            for (TimelinePartition partition : partitions) {
                files.addAll(partition.timelinesWithUnrecorded(day));
            }
            if (!files.isEmpty()) {
                recording.record(day, feedback.of(step.getJobExecution(), day), files);
            }
        }
        recording.commit();
    }

    /** Most lakes that get no feedback need no table for it. */
    private long replaceVoices(List<LocalDate> days, List<DataFile> come) {
        boolean none = come.isEmpty()
                && days.stream()
                        .flatMap(day -> publications.current(day).stream())
                        .allMatch(publication -> publication.snapshots().voices() == 0);
        return none ? 0 : replace(lake.voices(), days, come);
    }

    private long replace(Table table, List<LocalDate> days, Collection<DataFile> come) {
        Expression rows = Expressions.in(
                "day", days.stream().map(day -> (Object) day.toString()).toArray());
        return TableFiles.replace(table, rows, come, lease);
    }
}
