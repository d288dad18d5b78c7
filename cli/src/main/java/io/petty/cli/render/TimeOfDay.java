package io.petty.cli.render;

import io.petty.timeline.LocalDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a time as the time of a given day. */
final class TimeOfDay {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private TimeOfDay() {}

    /**
     * Returns {@code HH:MM:SS} of a UTC day, without fraction; the day's end is {@code 24:00:00}.
     *
     * @param time milliseconds since 1970-01-01T00:00Z
     */
    static String text(LocalDate utcDay, long time) {
        return text(LocalDay.of(utcDay, ZoneOffset.UTC), time);
    }

    /**
     * Returns {@code HH:MM:SS} by the clocks of the day's zone, without fraction; the day's end is {@code 24:00:00}.
     *
     * @param time milliseconds since 1970-01-01T00:00Z; a time outside of the day counts as its start or end
     */
    static String text(LocalDay day, long time) {
        return time >= day.end()
                ? "24:00:00"
                : FORM.format(Instant.ofEpochMilli(Math.max(time, day.start())).atZone(day.zone()));
    }
}
