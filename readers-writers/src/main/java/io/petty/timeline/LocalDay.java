package io.petty.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A day of a time zone. Timelines are computed and stored by UTC days; a local day is assembled from exactly the UTC
 * days that it overlaps. It has 24 hours, or more or fewer where clocks change.
 *
 * @param start the first millisecond since 1970-01-01T00:00Z
 * @param end the millisecond after the last; {@code start} for a day that the zone skipped, such as 2011-12-30 in Samoa
 */
public record LocalDay(LocalDate date, ZoneId zone, long start, long end) {
    /**
     * The gap between readings that separates two sessions in the rules. Nothing is observed between two sessions, so
     * an event of one never continues an event of the other.
     */
    private static final long SESSION_GAP = Duration.ofMinutes(30).toMillis();

    private static final long UTC_DAY = Duration.ofDays(1).toMillis();

    public LocalDay {
        if (end < start) {
            throw new IllegalArgumentException("%s in %s ends before it starts".formatted(date, zone));
        }
    }

    /** Returns a day of a zone. */
    public static LocalDay of(LocalDate date, ZoneId zone) {
        return new LocalDay(date, zone, startOf(date, zone), startOf(date.plusDays(1), zone));
    }

    /**
     * Returns the UTC day of a time.
     *
     * @param time milliseconds since 1970-01-01T00:00Z
     */
    public static LocalDate utcDayOf(long time) {
        return dateAt(time, ZoneOffset.UTC);
    }

    /** Returns the first day of a zone that a UTC day overlaps. */
    public static LocalDate first(LocalDate utcDay, ZoneId zone) {
        return dateAt(startOf(utcDay, ZoneOffset.UTC), zone);
    }

    /** Returns the last day of a zone that a UTC day overlaps. */
    public static LocalDate last(LocalDate utcDay, ZoneId zone) {
        return dateAt(startOf(utcDay, ZoneOffset.UTC) + UTC_DAY - 1, zone);
    }

    private static long startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private static LocalDate dateAt(long time, ZoneId zone) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(time), zone);
    }

    /**
     * The part of a UTC day that belongs to a local day.
     *
     * @param day the UTC day
     * @param start the first common millisecond since 1970-01-01T00:00Z
     * @param end the millisecond after the last
     */
    public record Part(LocalDate day, long start, long end) {}

    /**
     * Returns the parts of the UTC days that this day overlaps, in order: usually two, or one if the days are the same.
     */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (long from = start; from < end; ) {
            LocalDate day = utcDayOf(from);
            long to = Math.min(end, startOf(day, ZoneOffset.UTC) + UTC_DAY);
            parts.add(new Part(day, from, to));
            from = to;
        }
        return parts;
    }

    /**
     * Returns the spans of a collar's events within this day. Events that are cut at UTC midnight are joined into one
     * span: the last of a UTC day and the first of the next, if they have the same behavior and are at most a session's
     * gap apart. The former ends at the last reading of its day, and the latter starts at the first reading of the next
     * day. The gap between them is thus a gap between two consecutive readings. {@link Behavior#UNKNOWN} is a single
     * reading and is never joined.
     *
     * @param events of the UTC days in {@link #parts}, by start; a day that isn't published has none
     * @return the spans within this day, by start; an event without length is included if its time is within the day
     */
    public List<Span> spans(List<Event> events) {
        List<Span> spans = new ArrayList<>();
        for (int from = 0, to; from < events.size(); from = to) {
            to = from + 1;
            while (to < events.size() && continues(events.get(to - 1), events.get(to))) {
                to++;
            }
            long first = events.get(from).start();
            long last = events.get(to - 1).end();
            if (first < end && (last > start || first >= start)) {
                spans.add(new Span(Math.max(first, start), Math.min(last, end), events.subList(from, to)));
            }
        }
        return spans;
    }

    private static boolean continues(Event earlier, Event later) {
        return !earlier.day().equals(later.day())
                && earlier.behavior() == later.behavior()
                && earlier.behavior() != Behavior.UNKNOWN
                && later.start() - earlier.end() <= SESSION_GAP;
    }
}
