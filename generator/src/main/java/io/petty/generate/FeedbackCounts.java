package io.petty.generate;

/**
 * Counts of the synthetic owners' feedback.
 *
 * @param confirming documents that confirm an event
 * @param rejecting documents that reject an event
 * @param words documents with free text, which neither confirm nor reject
 */
public record FeedbackCounts(long confirming, long rejecting, long words) {
    public long documents() {
        return confirming + rejecting + words;
    }
}
