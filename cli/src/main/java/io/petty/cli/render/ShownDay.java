package io.petty.cli.render;

import io.petty.timeline.Event;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Span;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A collar's day as drawings show it.
 *
 * @param spans the spans of events, in order of their start
 * @param unpublished the parts of the day that no run has published yet
 */
public record ShownDay(LocalDay day, List<Span> spans, List<LocalDay.Part> unpublished) {
    private static final long USUAL_LENGTH = Duration.ofDays(1).toMillis();

    /** Returns a published UTC day. */
    public static ShownDay utc(LocalDate date, List<Event> events) {
        LocalDay day = LocalDay.of(date, ZoneOffset.UTC);
        return new ShownDay(day, day.spans(events), List.of());
    }

    /** Returns the length in milliseconds. */
    long length() {
        return day.end() - day.start();
    }

    /** Returns a time as milliseconds since the day's start, limited to the range from 0 to the day's length. */
    long within(long time) {
        return Math.max(0, Math.min(length(), time - day.start()));
    }

    boolean isUnpublished(long time) {
        return unpublished.stream().anyMatch(part -> part.start() <= time && time < part.end());
    }

    /** Returns date and zone and, if clocks change on the day, its length. */
    String title() {
        return "%s %s".formatted(day.date(), zone())
                + (length() == USUAL_LENGTH ? "" : ", " + HumanText.duration(length()));
    }

    String zone() {
        return day.zone().equals(ZoneOffset.UTC) ? "UTC" : day.zone().getId();
    }
}
