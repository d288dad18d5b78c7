package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.PartitionPlan;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.Lake;
import io.petty.raw.Reject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.step.StepExecution;

/** Divides the changed shards of feedback documents into partitions. */
record FeedbackDocumentsPlan(JobParts parts, WorkFolder work, FeedbackRoot root)
        implements PartitionPlan<FeedbackPartition, FeedbackPartition.Result> {
    /** Several partitions per thread, so that the other threads have work while one reads a large shard. */
    private static final int PARTITIONS_PER_THREAD = 4;

    @Override
    public List<FeedbackPartition> inputs(StepExecution step, int parallelism) {
        List<FeedbackListing.Shard> shards = shards(step);
        parts.progress()
                .begin(
                        "Reading feedback",
                        "documents",
                        shards.stream()
                                .mapToLong(FeedbackListing.Shard::documents)
                                .sum());
        LocalDate today = LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
        int count = Math.min(shards.size(), parallelism * PARTITIONS_PER_THREAD);
        List<FeedbackPartition> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            partitions.add(new FeedbackPartition(
                    shards.subList(shards.size() * i / count, shards.size() * (i + 1) / count), today));
        }
        return partitions;
    }

    private List<FeedbackListing.Shard> shards(StepExecution step) {
        return FeedbackListing.load(work, BatchRun.listing(step));
    }

    @Override
    public PartitionWork<FeedbackPartition, FeedbackPartition.Result> work(StepExecution step) {
        Lake lake = parts.lake();
        List<Integer> shards =
                shards(step).stream().map(FeedbackListing.Shard::shard).toList();
        RowTable<FeedbackDocument> documents = RowTable.feedbackDocuments(lake);
        Map<Integer, List<String>> known = new HashMap<>();
        for (DataFile file : Lake.currentDataFiles(documents.table(), Expressions.in("shard", shards))) {
            known.computeIfAbsent(file.partition().get(0, Integer.class), shard -> new ArrayList<>())
                    .add(file.location());
        }
        RowTable<Reject> rejects = RowTable.rejects(lake);
        Map<FeedbackDocumentWriter.ShardDay, List<String>> knownRejects = new HashMap<>();
        for (DataFile file : Lake.currentDataFiles(rejects.table(), Expressions.alwaysTrue())) {
            if (RejectFiles.isOfFeedback(file)) {
                FeedbackDocumentWriter.ShardDay shardDay =
                        new FeedbackDocumentWriter.ShardDay(RejectFiles.shard(file), RejectFiles.deliveryDay(file));
                knownRejects.computeIfAbsent(shardDay, any -> new ArrayList<>()).add(file.location());
            }
        }
        return new FeedbackDocumentsWork(
                root, work.files(), parts.forgotten().loadWithEvents(), documents, known, rejects, knownRejects);
    }
}
