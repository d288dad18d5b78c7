package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.raw.Reject;
import java.util.Collection;
import java.util.List;

/**
 * The feedback documents of one shard, after those that changed were read.
 *
 * @param fingerprint of the shard's listing; empty if a document changed since, so that the next run looks at it again
 * @param unchanged documents that were known before and count as before
 * @param read documents that were read
 * @param rejects of those that were read
 * @param gone the earlier state of documents that were removed or read again
 * @param forgotten how many documents are on events of forgotten collars; those are in none of the lists
 */
record ShardDocuments(
        int shard,
        String fingerprint,
        List<FeedbackDocument> unchanged,
        List<FeedbackDocument> read,
        List<Reject> rejects,
        Collection<FeedbackDocument> gone,
        long forgotten) {}
