package io.petty.generate;

/**
 * What synthetic owners said.
 *
 * @param confirming documents that confirm an event
 * @param rejecting documents that reject one
 * @param words documents that do neither, in words of their own
 */
public record FeedbackCounts(long confirming, long rejecting, long words) {
    public long documents() {
        return confirming + rejecting + words;
    }
}
