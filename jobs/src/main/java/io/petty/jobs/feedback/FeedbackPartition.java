package io.petty.jobs.feedback;

import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.FeedbackDeliveries;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;

/**
 * Shards of feedback documents that are read one after the other.
 *
 * @param readDay the UTC day that documents outside of a {@code dt=} folder count as delivered on
 */
record FeedbackPartition(List<FeedbackListing.Shard> shards, LocalDate readDay) implements Serializable {
    FeedbackPartition {
        shards = new ArrayList<>(shards);
    }

    /** What reading them gave. */
    record Result(List<ShardResult> shards) implements PartitionResult {
        Result {
            shards = new ArrayList<>(shards);
        }

        /** Documents that were read just now. */
        @Override
        public long read() {
            return shards.stream().mapToLong(ShardResult::read).sum();
        }

        /** All documents, those that were known before among them. */
        @Override
        public long written() {
            return shards.stream()
                    .flatMap(shard -> shard.documents().stream())
                    .mapToLong(DataFile::recordCount)
                    .sum();
        }
    }

    /**
     * What reading one shard gave.
     *
     * @param shard as it is to be remembered; with an empty fingerprint when a document changed while it was read
     * @param documents the shard's files of the table of documents: one, or none for no document
     * @param read how many documents were read
     * @param rejected how many of those are rejects
     * @param changedDays how many pieces of feedback came or went, by event day
     * @param rejectDays the delivery days whose rejects of this shard are replaced
     * @param rejects the files that take their place
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
        ShardResult {
            documents = new ArrayList<>(documents);
            changedDays = new TreeMap<>(changedDays);
            rejectDays = new TreeSet<>(rejectDays);
            rejects = new ArrayList<>(rejects);
        }

        /** Whether a file of the rejects table holds rejects of this shard that are replaced. */
        boolean replaces(DataFile file) {
            return RejectFiles.isOfFeedback(file)
                    && RejectFiles.shard(file) == shard.shard()
                    && rejectDays.contains(RejectFiles.deliveryDay(file));
        }
    }
}
