package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.forgotten.Forgotten;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.raw.Reject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.io.FileIO;

/**
 * Turns feedback documents into rejects and files of the table of documents.
 *
 * @param listings the storage of the shards' listings
 * @param forgotten the forgotten collars and their events; documents about them count as forgotten
 * @param known the locations of the current files of documents, by shard
 * @param knownRejects the locations of the current files with rejects of feedback, by shard and delivery day
 */
record FeedbackDocumentsWork(
        FeedbackRoot root,
        FileIO listings,
        Forgotten forgotten,
        RowTable<FeedbackDocument> documents,
        Map<Integer, List<String>> known,
        RowTable<Reject> rejects,
        Map<FeedbackDocumentWriter.ShardDay, List<String>> knownRejects)
        implements PartitionWork<FeedbackPartition, FeedbackPartition.Result> {
    /** Maximum number of concurrent requests to S3 in a process, over all its partitions. */
    private static final int FETCHES = 32;

    /** The threads that fetch documents, created on first use. Idle threads end after 10 seconds. */
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
        // Reading from a folder is faster than handing the work to another thread.
        Executor fetching = root.documents().root().isS3() ? Fetching.THREADS : Runnable::run;
        FeedbackDocumentReader reader = new FeedbackDocumentReader(this, partition.readDay(), fetching, attempt);
        FeedbackDocumentWriter writer = new FeedbackDocumentWriter(this, attempt.name());
        List<FeedbackPartition.ShardResult> results = new ArrayList<>();
        for (FeedbackListing.Shard shard : partition.shards()) {
            attempt.check();
            results.add(writer.write(reader.read(shard)));
        }
        return new FeedbackPartition.Result(results);
    }
}
