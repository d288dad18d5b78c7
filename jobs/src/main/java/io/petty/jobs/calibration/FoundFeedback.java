package io.petty.jobs.calibration;

import java.io.Serializable;

/**
 * Counts of documents whose event was found.
 *
 * @param documents all of them
 * @param carried those that count for an event other than the one they name
 * @param unrecorded those that name an existing event, but have no recorded event yet
 */
public record FoundFeedback(long documents, long carried, long unrecorded) implements Serializable {
    public static final FoundFeedback NONE = new FoundFeedback(0, 0, 0);

    public FoundFeedback plus(FoundFeedback more) {
        return new FoundFeedback(documents + more.documents, carried + more.carried, unrecorded + more.unrecorded);
    }
}
