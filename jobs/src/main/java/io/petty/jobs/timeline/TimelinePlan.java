package io.petty.jobs.timeline;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.partition.PartitionWork;
import io.petty.jobs.rules.TimelineRules;
import io.petty.lake.Contribution;
import io.petty.lake.Lake;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.step.StepExecution;

/** Divides event days into ranges of buckets. A collar's days are computed in order, by one partition. */
record TimelinePlan(JobParts parts, FeedbackOnDays feedback, SortedDeliveries sorted)
        implements PartitionPlan<BucketPartition, TimelinePartition> {
    /** Number of readings that justify a partition. */
    private static final long PARTITION_READINGS = 250_000;

    @Override
    public List<BucketPartition> inputs(StepExecution step, int parallelism) {
        List<LocalDate> days = BatchRun.eventDays(step);
        long readings = days.stream()
                .flatMap(day -> parts.records().deliveries().contributionsTo(day).stream())
                .mapToLong(Contribution::readings)
                .sum();
        int buckets = parts.lake().buckets().count();
        String name = days.size() == 1 ? "Computing " + days.get(0) : "Computing %d days".formatted(days.size());
        parts.progress().begin(name, "buckets", (long) buckets * days.size());
        return BucketPartition.ranges(buckets, readings, PARTITION_READINGS, buckets);
    }

    @Override
    public PartitionWork<BucketPartition, TimelinePartition> work(StepExecution step) {
        Lake lake = parts.lake();
        TimelineRules rules = parts.settings().timelineRules();
        List<LocalDate> days = BatchRun.eventDays(step);
        Map<LocalDate, DayVoices> voices = feedback.onDays(days);
        return new TimelineWork(
                days,
                rules,
                lake.buckets(),
                sorted.readings(parts, days),
                new RestingHistory(lake, parts.records().publications())
                        .before(days, rules.baseline().windowDays()),
                new VoiceHistory(lake, parts.eventDays(), rules.calibration()).before(days),
                voices,
                new TimelineWork.Tables(
                        RowTable.timelines(lake),
                        RowTable.summaries(lake),
                        RowTable.resting(lake),
                        // Without feedback, the table isn't created.
                        voices.isEmpty() ? null : RowTable.voices(lake)));
    }
}
