package io.petty.cli.render;

import io.petty.timeline.LocalDay;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A labeled hour on an axis.
 *
 * @param time milliseconds since 1970-01-01T00:00Z
 * @param label two digits; {@code 24} for the day's end
 */
record HourMark(long time, String label) {
    private static final int STEP = 3;

    /** Returns every third hour by the clocks of the day's zone, also on days when they change. */
    static List<HourMark> of(LocalDay day) {
        List<HourMark> marks = new ArrayList<>();
        for (int hour = 0; hour < 24; hour += STEP) {
            ZonedDateTime time = day.date().atTime(hour, 0).atZone(day.zone());
            marks.add(
                    new HourMark(time.toInstant().toEpochMilli(), String.format(Locale.ROOT, "%02d", time.getHour())));
        }
        marks.add(new HourMark(day.end(), "24"));
        return marks;
    }
}
