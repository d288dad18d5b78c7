package io.petty.jobs.feedback;

import io.petty.forgotten.Forgotten;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * Feedback documents become files of the table of documents, and rejects.
 *
 * @param listings where the shards' listings are
 * @param forgotten collars and events whose documents count as forgotten
 * @param documents the table of documents
 * @param known its files, by shard
 * @param rejects the table of rejects
 * @param standingRejects its files that hold rejects of feedback, by shard and delivery day
 */
record FeedbackDocumentsWork(
        FeedbackRoot root,
        FileIO listings,
        Forgotten forgotten,
        Table documents,
        Map<Integer, List<String>> known,
        Table rejects,
        Map<FeedbackDocumentWriter.ShardDay, List<String>> standingRejects)
        implements PartitionWork<FeedbackPartition, FeedbackPartition.Result> {
    /** Requests to S3 under way at once, of all partitions in a process together. */
    private static final int FETCHES = 32;

    /** Made when it is first needed; its threads end soon after they have nothing to do. */
    private static final class Fetching {
        private static final long IDLE_SECONDS = 10;
        private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
                FETCHES, FETCHES, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "feedback");
                    thread.setDaemon(true);
                    return thread;
                });

        static {
            THREADS.allowCoreThreadTimeOut(true);
        }
    }

    @Override
    public FeedbackPartition.Result run(FeedbackPartition partition, Attempt attempt) throws IOException {
        FeedbackDocumentReader blocks = new FeedbackDocumentReader(this, partition, fetching(), attempt);
        FeedbackDocumentWriter writer = new FeedbackDocumentWriter(this, attempt.name());
        for (DocumentBlock block = blocks.read(); block != null; block = blocks.read()) {
            writer.write(block);
        }
        return writer.finish();
    }

    /** A folder answers faster than another thread could be asked. */
    private @Nullable ExecutorService fetching() {
        return root.documents().root().isS3() ? Fetching.THREADS : null;
    }
}
