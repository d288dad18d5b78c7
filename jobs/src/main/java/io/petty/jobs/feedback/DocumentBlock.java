package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.raw.Reject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some of a shard's feedback documents, as they count from now on.
 *
 * @param known documents that were known before
 * @param read documents that were read just now
 * @param rejects of those that were read
 * @param end with the shard's last block; null before
 */
record DocumentBlock(
        List<FeedbackDocument> known,
        List<FeedbackDocument> read,
        List<Reject> rejects,
        @Nullable ShardEnd end) {

    /**
     * What is known at a shard's end.
     *
     * @param forgotten documents on forgotten collars' events, which are none of those read
     * @param gone documents as they were that are gone now or were read again, by their keys
     * @param fingerprint of the shard's listing; empty when a document changed since, so that it is looked at again
     */
    record ShardEnd(int shard, String fingerprint, long forgotten, Map<String, FeedbackDocument> gone) {}
}
