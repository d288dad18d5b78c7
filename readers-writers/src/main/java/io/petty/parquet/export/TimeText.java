package io.petty.parquet.export;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Formats UTC times as {@code 2026-11-20T03:04:05.678Z} in an array that it reuses. An instance is not safe for use by
 * several threads at once.
 */
public final class TimeText {
    static final int DATE_LENGTH = 10;
    static final int TIME_LENGTH = 24;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final int MILLIS_PER_DAY = 86_400_000;

    private final char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
    private long day = Long.MIN_VALUE;

    /** Formats one time of the years 0 to 9999, with milliseconds and in UTC. */
    public static String of(Instant time) {
        return String.valueOf(new TimeText().time(time.toEpochMilli()));
    }

    /**
     * Formats a time.
     *
     * @param epochMilli milliseconds since 1970-01-01T00:00Z, of the years 0 to 9999
     * @return the array, valid until the next call
     */
    public char[] time(long epochMilli) {
        date(Math.floorDiv(epochMilli, MILLIS_PER_DAY));
        int millis = (int) Math.floorMod(epochMilli, (long) MILLIS_PER_DAY);
        digits(11, 2, millis / 3_600_000);
        digits(14, 2, millis / 60_000 % 60);
        digits(17, 2, millis / 1000 % 60);
        digits(20, 3, millis % 1000);
        return text;
    }

    /** @param epochDay days since 1970-01-01, of the years 0 to 9999 */
    char[] date(long epochDay) {
        if (epochDay != day) {
            DATE.format(LocalDate.ofEpochDay(epochDay)).getChars(0, DATE_LENGTH, text, 0);
            day = epochDay;
        }
        return text;
    }

    private void digits(int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
