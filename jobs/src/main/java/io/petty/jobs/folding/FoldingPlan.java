package io.petty.jobs.folding;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.timeline.Event;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.step.StepExecution;

/** Makes a partition of each event day. */
record FoldingPlan(JobParts parts, FeedbackOnDays feedback)
        implements PartitionPlan<FoldingPartition, FoldingPartition.Result> {
    @Override
    public List<FoldingPartition> inputs(StepExecution step, int parallelism) {
        List<LocalDate> days = BatchRun.eventDays(step);
        String name = days.size() == 1
                ? "Folding feedback into " + days.get(0)
                : "Folding feedback into %d days".formatted(days.size());
        parts.progress().begin(name, "buckets", (long) parts.lake().buckets().count() * days.size());
        return days.stream().map(FoldingPartition::new).toList();
    }

    @Override
    public PartitionWork<FoldingPartition, FoldingPartition.Result> work(StepExecution step) {
        Lake lake = parts.lake();
        List<LocalDate> days = BatchRun.eventDays(step);
        RowTable<Event> timelines = RowTable.timelines(lake);
        RowTable<VoiceCount> voices = RowTable.voices(lake);
        Map<LocalDate, PublishedFiles> published = new HashMap<>();
        for (LocalDate day : days) {
            Publication.Snapshots snapshots =
                    parts.eventDays().publication(day).orElseThrow().snapshots();
            published.put(
                    day,
                    new PublishedFiles(
                            TableFiles.published(timelines.table(), snapshots.timelines(), day),
                            TableFiles.published(voices.table(), snapshots.voices(), day)));
        }
        return new FoldingWork(
                lake.buckets().count(),
                parts.settings().timelineRules().calibration(),
                timelines,
                voices,
                published,
                feedback.onDays(days));
    }
}
