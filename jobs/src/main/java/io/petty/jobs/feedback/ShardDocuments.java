package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackDocument;
import io.petty.raw.Reject;
import java.util.Collection;
import java.util.List;

/**
 * The feedback documents of one shard, after the changed ones were read.
 *
 * @param fingerprint the fingerprint of the shard's listing; empty if a document has changed since, so that the next
 *     run reads the shard again
 * @param unchanged known documents that still count
 * @param read documents that were read
 * @param rejects the rejects among the documents that were read
 * @param gone the earlier state of documents that were removed or read again
 * @param forgotten how many of the documents that were read are about forgotten collars; they are in none of the lists
 */
record ShardDocuments(
        int shard,
        String fingerprint,
        List<FeedbackDocument> unchanged,
        List<FeedbackDocument> read,
        List<Reject> rejects,
        Collection<FeedbackDocument> gone,
        long forgotten) {}
