package io.petty.jobs.feedback;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.step.StepExecution;

/** Deals out the shards of feedback documents that changed. */
record FeedbackDocumentsPlan(
        Lake lake, FeedbackRoot root, ForgottenCollars forgotten, WorkFolder work, Clock clock, Progress progress)
        implements PartitionPlan<FeedbackPartition, FeedbackPartition.Result> {
    /** Partitions a thread gets, so that a large shard doesn't hold the others up. */
    private static final int PARTITIONS_A_THREAD = 4;

    @Override
    public List<FeedbackPartition> inputs(StepExecution step, int parallelism) {
        List<FeedbackListing.Shard> shards = shards(step);
        progress.begin(
                "Reading feedback",
                "documents",
                shards.stream().mapToLong(FeedbackListing.Shard::documents).sum());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        int partitions = Math.min(shards.size(), parallelism * PARTITIONS_A_THREAD);
        List<FeedbackPartition> dealt = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            dealt.add(new FeedbackPartition(
                    shards.subList(shards.size() * i / partitions, shards.size() * (i + 1) / partitions), today));
        }
        return dealt;
    }

    private List<FeedbackListing.Shard> shards(StepExecution step) {
        return FeedbackListing.load(work, BatchRun.listing(step.getJobParameters()));
    }

    @Override
    public PartitionWork<FeedbackPartition, FeedbackPartition.Result> work(StepExecution step) {
        Object[] numbers =
                shards(step).stream().map(shard -> (Object) shard.shard()).toArray();
        Table documents = lake.feedbackDocuments();
        Map<Integer, List<String>> known = new HashMap<>();
        for (DataFile file : Lake.currentDataFiles(documents, Expressions.in("shard", numbers))) {
            known.computeIfAbsent(file.partition().get(0, Integer.class), shard -> new ArrayList<>())
                    .add(file.location());
        }
        Table rejects = lake.rejects();
        Map<FeedbackDocumentWriter.ShardDay, List<String>> standing = new HashMap<>();
        for (DataFile file : Lake.currentDataFiles(rejects, Expressions.alwaysTrue())) {
            if (RejectFiles.isOfFeedback(file)) {
                standing.computeIfAbsent(
                                new FeedbackDocumentWriter.ShardDay(
                                        RejectFiles.shard(file), RejectFiles.deliveryDay(file)),
                                shardDay -> new ArrayList<>())
                        .add(file.location());
            }
        }
        return new FeedbackDocumentsWork(
                root, work.files(), forgotten.loadWithEvents(), documents, known, rejects, standing);
    }
}
