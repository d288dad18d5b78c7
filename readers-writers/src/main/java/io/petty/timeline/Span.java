package io.petty.timeline;

import java.util.List;

/**
 * A stretch of one behavior within a {@link LocalDay}. What was measured and how sure it is stays with its events, as
 * they were computed by UTC days.
 *
 * @param start milliseconds since 1970-01-01T00:00Z, not before the local day's start
 * @param end milliseconds since 1970-01-01T00:00Z, not after the local day's end
 * @param events the event, or in order those that UTC midnight cut; whole, so they may begin before the day and end after it
 */
public record Span(long start, long end, List<Event> events) {
    public Span {
        events = List.copyOf(events);
        if (events.isEmpty() || end < start) {
            throw new IllegalArgumentException("A span has events and doesn't end before it starts");
        }
    }

    public Behavior behavior() {
        return events.get(0).behavior();
    }

    /** Milliseconds. */
    public long length() {
        return end - start;
    }

    /** Whether it began before the local day. */
    public boolean startsBefore() {
        return events.get(0).start() < start;
    }

    /** Whether it goes on after the local day. */
    public boolean endsAfter() {
        return events.get(events.size() - 1).end() > end;
    }

    /** Returns the summed length of the spans of a behavior, milliseconds. */
    public static long length(List<Span> spans, Behavior behavior) {
        return spans.stream()
                .filter(span -> span.behavior() == behavior)
                .mapToLong(Span::length)
                .sum();
    }
}
