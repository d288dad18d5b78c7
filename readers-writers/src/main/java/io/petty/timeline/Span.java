package io.petty.timeline;

import java.util.List;

/**
 * A stretch of one behavior within a {@link LocalDay}. Measurements and confidence stay with its events, which are
 * computed per UTC day.
 *
 * @param start milliseconds since 1970-01-01T00:00Z, not before the local day's start
 * @param end milliseconds since 1970-01-01T00:00Z, not after the local day's end
 * @param events the event, or the parts of an event that is cut at UTC midnight, in order. They are complete: they may
 *     start before the local day and end after it
 */
public record Span(long start, long end, List<Event> events) {
    public Span {
        events = List.copyOf(events);
        if (events.isEmpty() || end < start) {
            throw new IllegalArgumentException("A span needs events and must not end before it starts");
        }
    }

    public Behavior behavior() {
        return events.get(0).behavior();
    }

    /** Returns the length in milliseconds. */
    public long length() {
        return end - start;
    }

    /** Returns whether the behavior started before the local day. */
    public boolean startsBefore() {
        return events.get(0).start() < start;
    }

    /** Returns whether the behavior continues after the local day. */
    public boolean endsAfter() {
        return events.get(events.size() - 1).end() > end;
    }

    /** Returns the total length of the spans of a behavior, in milliseconds. */
    public static long length(List<Span> spans, Behavior behavior) {
        return spans.stream()
                .filter(span -> span.behavior() == behavior)
                .mapToLong(Span::length)
                .sum();
    }
}
