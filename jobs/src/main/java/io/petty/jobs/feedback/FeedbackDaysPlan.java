package io.petty.jobs.feedback;

import io.petty.feedback.Feedback;
import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.Lake;
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
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Divides the event days whose feedback changed into partitions. */
record FeedbackDaysPlan(Lake lake, JobRepository repository, Progress progress)
        implements PartitionPlan<FeedbackDays, FeedbackDays.Result> {
    @Override
    public List<FeedbackDays> inputs(StepExecution step, int parallelism) {
        SortedMap<LocalDate, Long> changes = changes(FeedbackPartition.shards(repository, step));
        progress.begin("Writing feedback", "event days", changes.size());
        return FeedbackDays.of(changes);
    }

    private static SortedMap<LocalDate, Long> changes(List<FeedbackPartition.ShardResult> shards) {
        SortedMap<LocalDate, Long> changes = new TreeMap<>();
        for (FeedbackPartition.ShardResult shard : shards) {
            shard.changedDays().forEach((day, count) -> changes.merge(day, count, Long::sum));
        }
        return changes;
    }

    @Override
    public PartitionWork<FeedbackDays, FeedbackDays.Result> work(StepExecution step) {
        List<FeedbackPartition.ShardResult> shards = FeedbackPartition.shards(repository, step);
        Set<Integer> replaced =
                shards.stream().map(shard -> shard.shard().shard()).collect(Collectors.toSet());
        List<String> documents = new ArrayList<>();
        for (DataFile file : Lake.currentDataFiles(lake.feedbackDocuments(), Expressions.alwaysTrue())) {
            if (!replaced.contains(file.partition().get(0, Integer.class))) {
                documents.add(file.location());
            }
        }
        shards.forEach(shard -> shard.documents().forEach(file -> documents.add(file.location())));
        RowTable<Feedback> feedback = RowTable.feedback(lake);
        Map<LocalDate, List<String>> current = new HashMap<>();
        for (LocalDate day : changes(shards).keySet()) {
            List<DataFile> files = TableFiles.currentFeedback(feedback.table(), day);
            current.put(day, files.stream().map(DataFile::location).toList());
        }
        return new FeedbackDaysWork(documents, feedback, current);
    }
}
