package io.petty.jobs.folding;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.step.StepExecution;

/** Takes each event day for a partition. */
record FoldingPlan(
        Lake lake, CalibrationRules rules, Publications publications, FeedbackOnDays feedback, Progress progress)
        implements PartitionPlan<FoldingPartition, FoldingPartition.Result> {
    @Override
    public List<FoldingPartition> inputs(StepExecution step, int parallelism) {
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        String name = days.size() == 1
                ? "Folding feedback into " + days.get(0)
                : "Folding feedback into %d days".formatted(days.size());
        progress.begin(name, "buckets", (long) lake.buckets().count() * days.size());
        return days.stream().map(FoldingPartition::new).toList();
    }

    @Override
    public PartitionWork<FoldingPartition, FoldingPartition.Result> work(StepExecution step) {
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        Table timelines = lake.timelines();
        Table voices = lake.voices();
        Map<LocalDate, FoldingWork.Published> published = new HashMap<>();
        for (LocalDate day : days) {
            Publication publication = publications.current(day).orElseThrow();
            published.put(
                    day,
                    new FoldingWork.Published(
                            files(timelines, day, publication.snapshots().timelines()),
                            files(voices, day, publication.snapshots().voices())));
        }
        return new FoldingWork(
                lake.buckets().count(),
                rules,
                timelines,
                voices,
                published,
                feedback.onDays(step.getJobExecution(), days));
    }

    private static List<DataFile> files(Table table, LocalDate day, long snapshot) {
        return snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, Expressions.equal("day", day.toString()));
    }
}
