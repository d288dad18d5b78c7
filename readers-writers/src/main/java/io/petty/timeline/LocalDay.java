package io.petty.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A day of a time zone. Timelines are computed and stored by UTC days; a local day is put together from the UTC days that
 * it overlaps, and from no other. It has 24 hours, or more or less where clocks change.
 *
 * @param start the first millisecond since 1970-01-01T00:00Z
 * @param end the millisecond after the last; {@code start} for a day that the zone skipped, such as 2011-12-30 in Samoa
 */
public record LocalDay(LocalDate date, ZoneId zone, long start, long end) {
    /**
     * Readings further apart than this belong to two sessions, by the rules' own figure. Nothing is observed between two
     * sessions, so an event of one never continues one of the other.
     */
    private static final long SESSION_GAP = Duration.ofMinutes(30).toMillis();

    private static final long UTC_DAY = Duration.ofDays(1).toMillis();

    public LocalDay {
        if (end < start) {
            throw new IllegalArgumentException("%s in %s ends before it starts".formatted(date, zone));
        }
    }

    /** Returns the day of a zone, as the zone's rules have it. */
    public static LocalDay of(LocalDate date, ZoneId zone) {
        return new LocalDay(date, zone, startOf(date, zone), startOf(date.plusDays(1), zone));
    }

    /**
     * Returns the UTC day that a moment is in.
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
     * What a local day takes of a UTC day.
     *
     * @param day the UTC day
     * @param start the first millisecond since 1970-01-01T00:00Z that is of both days
     * @param end the millisecond after the last
     */
    public record Part(LocalDate day, long start, long end) {}

    /** Returns the parts of the UTC days that it overlaps, in order: mostly two, one where the days are the same. */
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
     * Cuts a collar's events to this day. Events that UTC midnight cut become one span: the last of a UTC day and the first
     * of the next, of the same behavior, at most a session's gap apart. The first ends at its day's last reading and the
     * second starts at its day's first, so the time between them is that between two readings in a row. {@link
     * Behavior#UNKNOWN} is a single reading and continues nothing.
     *
     * @param events of the UTC days in {@link #parts}, by start; without those of days that are not published
     * @return what lies within this day, by start; an event without length where its moment does
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
