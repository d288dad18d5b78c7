package io.petty.feedback;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The event that feedback refers to, as it was when the feedback was first folded.
 *
 * @param start milliseconds since 1970-01-01T00:00Z
 * @param end milliseconds since 1970-01-01T00:00Z; not before {@code start}
 */
public record AboutEvent(String collarId, long start, long end, Behavior behavior) {
    public static AboutEvent of(Event event) {
        return new AboutEvent(event.collarId(), event.start(), event.end(), event.behavior());
    }

    /**
     * Finds the event that the feedback applies to if a later computation has no event with its id. The result is the
     * event of the same collar and behavior that covers the largest part of this one; on a tie, the earlier one. It is
     * empty if no event covers at least half. An event without length is covered by an event that touches it.
     *
     * @param events of the same day, in order of their starts
     */
    public Optional<Event> carriedTo(List<Event> events) {
        return events.stream()
                .filter(event ->
                        event.behavior() == behavior && event.collarId().equals(collarId) && isHalfCoveredBy(event))
                .max(Comparator.comparingLong(this::covered));
    }

    private boolean isHalfCoveredBy(Event event) {
        long covered = covered(event);
        return covered >= 0 && 2 * covered >= end - start;
    }

    /** Returns how many milliseconds of this event the given one covers; negative if they don't touch. */
    private long covered(Event event) {
        return Math.min(end, event.end()) - Math.max(start, event.start());
    }
}
