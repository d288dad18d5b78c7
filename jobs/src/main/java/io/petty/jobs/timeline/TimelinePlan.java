package io.petty.jobs.timeline;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.partition.PartitionWork;
import io.petty.jobs.rules.TimelineRules;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.reading.ReadingFiles;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.step.StepExecution;

/** Cuts event days into ranges of buckets: a collar's days are computed one after the other. */
record TimelinePlan(
        Lake lake,
        TimelineRules rules,
        Deliveries deliveries,
        Publications publications,
        EventDays eventDays,
        FeedbackOnDays feedback,
        Progress progress)
        implements PartitionPlan<BucketPartition, TimelinePartition> {
    /** Readings that make another partition worth while. */
    private static final long PARTITION_READINGS = 250_000;

    @Override
    public List<BucketPartition> inputs(StepExecution step, int parallelism) {
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        long readings = days.stream()
                .flatMap(day -> deliveries.contributionsTo(day).stream())
                .mapToLong(Contribution::readings)
                .sum();
        int buckets = lake.buckets().count();
        String name = days.size() == 1 ? "Computing " + days.get(0) : "Computing %d days".formatted(days.size());
        progress.begin(name, "buckets", (long) buckets * days.size());
        return BucketPartition.ranges(buckets, readings, PARTITION_READINGS, buckets);
    }

    @Override
    public PartitionWork<BucketPartition, TimelinePartition> work(StepExecution step) {
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        Map<LocalDate, DayVoices> voices = feedback.onDays(step.getJobExecution(), days);
        return new TimelineWork(
                days,
                rules,
                lake.buckets(),
                new ReadingFiles(lake.readings(), days),
                new RestingHistory(lake, publications)
                        .before(days, rules.baseline().windowDays()),
                new VoiceHistory(lake, eventDays, rules.calibration()).before(days),
                voices,
                new TimelineWork.Tables(
                        lake.timelines(),
                        lake.summaries(),
                        lake.resting(),
                        // Most lakes that get no feedback need no table for it.
                        voices.isEmpty() ? null : lake.voices()));
    }
}
