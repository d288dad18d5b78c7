package io.petty.jobs.feedback;

import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.FeedbackDeliveries;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Shards of feedback documents.
 *
 * @param readDay the UTC delivery day of documents outside of a {@code dt=} folder
 */
record FeedbackPartition(List<FeedbackListing.Shard> shards, LocalDate readDay) implements Serializable {
    FeedbackPartition {
        shards = new ArrayList<>(shards);
    }

    /** Returns the results of a job's completed partitions. */
    static List<ShardResult> shards(JobRepository repository, StepExecution step) {
        return Partitions.results(repository, step, Result.class).stream()
                .flatMap(result -> result.shards().stream())
                .toList();
    }

    /** The result of reading the shards. */
    record Result(List<ShardResult> shards) implements PartitionResult {
        /** Returns the number of documents that were read. */
        @Override
        public long read() {
            return shards.stream().mapToLong(ShardResult::read).sum();
        }

        /** Returns the number of all documents, including unchanged ones. */
        @Override
        public long written() {
            return shards.stream()
                    .mapToLong(shard -> TableFiles.rows(shard.documents()))
                    .sum();
        }
    }

    /**
     * The result of reading one shard.
     *
     * @param shard the record of the shard; its fingerprint is empty if a document changed while it was read
     * @param documents the shard's files in the table of documents: one file, or none if the shard has no documents
     * @param read how many documents were read
     * @param rejected how many of the documents that were read are rejects
     * @param changedDays how many pieces of feedback were added or removed, by event day
     * @param rejectDays the delivery days whose rejects of this shard are replaced
     * @param rejects the files with the new rejects of those days
     */
    record ShardResult(
            FeedbackDeliveries.Shard shard,
            List<DataFile> documents,
            long read,
            long rejected,
            TreeMap<LocalDate, Long> changedDays,
            TreeSet<LocalDate> rejectDays,
            List<DataFile> rejects)
            implements Serializable {
        /** Returns whether a file of the rejects table holds rejects of this shard that are replaced. */
        boolean replaces(DataFile file) {
            return RejectFiles.isOfFeedback(file)
                    && RejectFiles.shard(file) == shard.shard()
                    && rejectDays.contains(RejectFiles.deliveryDay(file));
        }
    }
}
