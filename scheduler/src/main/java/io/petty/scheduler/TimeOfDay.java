package io.petty.scheduler;

import java.time.LocalDate;
import java.util.Locale;

/** Writes a moment as the time of a given UTC day. */
final class TimeOfDay {
    private TimeOfDay() {}

    /**
     * {@code HH:MM:SS}, its fraction cut off; the day's end is {@code 24:00:00}.
     *
     * @param time milliseconds since 1970-01-01T00:00Z
     */
    static String text(LocalDate day, long time) {
        long seconds = DayCells.timeOfDay(day, time) / 1000;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
