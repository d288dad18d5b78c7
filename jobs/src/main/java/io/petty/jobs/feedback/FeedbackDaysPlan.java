package io.petty.jobs.feedback;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.Lake;
import io.petty.timeline.EventId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Deals out the event days whose feedback changed. */
record FeedbackDaysPlan(Lake lake, JobRepository repository, Progress progress)
        implements PartitionPlan<FeedbackDays, FeedbackDays.Result> {
    @Override
    public List<FeedbackDays> inputs(StepExecution step, int parallelism) {
        SortedMap<LocalDate, Long> changes = changes(step.getJobExecution());
        progress.begin("Writing feedback", "event days", changes.size());
        return FeedbackDays.of(changes);
    }

    private List<FeedbackPartition.ShardResult> read(JobExecution job) {
        return Partitions.results(repository, job, FeedbackPartition.Result.class).stream()
                .flatMap(result -> result.shards().stream())
                .toList();
    }

    private SortedMap<LocalDate, Long> changes(JobExecution job) {
        SortedMap<LocalDate, Long> changes = new TreeMap<>();
        for (FeedbackPartition.ShardResult shard : read(job)) {
            shard.changedDays().forEach((day, count) -> changes.merge(day, count, Long::sum));
        }
        return changes;
    }

    @Override
    public PartitionWork<FeedbackDays, FeedbackDays.Result> work(StepExecution step) {
        List<FeedbackPartition.ShardResult> read = read(step.getJobExecution());
        Set<Integer> replaced =
                read.stream().map(shard -> shard.shard().shard()).collect(Collectors.toSet());
        List<String> documents = new ArrayList<>();
        for (DataFile file : Lake.currentDataFiles(lake.feedbackDocuments(), Expressions.alwaysTrue())) {
            if (!replaced.contains(file.partition().get(0, Integer.class))) {
                documents.add(file.location());
            }
        }
        read.forEach(shard -> shard.documents().forEach(file -> documents.add(file.location())));
        Table feedback = lake.feedback();
        Map<LocalDate, List<String>> standing = new HashMap<>();
        for (LocalDate day : changes(step.getJobExecution()).keySet()) {
            for (DataFile file :
                    Lake.currentDataFiles(feedback, Expressions.startsWith("event_id", EventId.prefix(day)))) {
                standing.computeIfAbsent(day, key -> new ArrayList<>()).add(file.location());
            }
        }
        return new FeedbackDaysWork(documents, feedback, standing);
    }
}
