package io.petty.raw;

import io.petty.reading.PackedReading;
import java.time.LocalDate;
import java.time.YearMonth;

/** Parses timestamps of the form {@code YYYY-MM-DDThh:mm:ss[.digits](Z|±hh:mm)} from ASCII bytes. */
public final class TimestampText {
    /** Returned for a text that isn't a valid timestamp. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;
    private static final int MAX_OFFSET_MINUTES = 18 * 60;

    private TimestampText() {}

    /**
     * Returns the timestamp at {@code bytes[from, to)} in milliseconds since 1970-01-01T00:00Z, with finer digits
     * truncated, or {@link #INVALID}, see {@link TimestampFault}.
     */
    public static long epochMillis(byte[] bytes, int from, int to) {
        if (to - from <= SECONDS_LENGTH) {
            return INVALID;
        }
        long day = epochDay(bytes, from);
        int time = millisOfDay(bytes, from + DATE_LENGTH);
        if (day == INVALID || time < 0) {
            return INVALID;
        }
        int at = from + SECONDS_LENGTH;
        int fraction = 0;
        if (bytes[at] == '.') {
            int firstDigit = ++at;
            int weight = 100;
            while (at < to && isDigit(bytes[at])) {
                fraction += weight * (bytes[at++] - '0');
                weight /= 10;
            }
            if (at == firstDigit) {
                return INVALID;
            }
        }
        int offset = offsetMinutes(bytes, at, to);
        if (offset > MAX_OFFSET_MINUTES) {
            return INVALID;
        }
        return day * PackedReading.MILLIS_PER_DAY + time + fraction - offset * 60_000L;
    }

    /**
     * Returns the day of the date {@code YYYY-MM-DD} at {@code from}, from year 0001 on, in days since 1970-01-01, or
     * {@link #INVALID}.
     */
    static long epochDay(byte[] bytes, int from) {
        int century = twoDigits(bytes, from);
        int yearOfCentury = twoDigits(bytes, from + 2);
        int month = twoDigits(bytes, from + 5);
        int day = twoDigits(bytes, from + 8);
        if (century > 99 || yearOfCentury > 99 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
            return INVALID;
        }
        int year = 100 * century + yearOfCentury;
        if (year < 1 || month < 1 || month > 12 || !YearMonth.of(year, month).isValidDay(day)) {
            return INVALID;
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    /** Returns the time of day {@code Thh:mm:ss} at {@code from} in milliseconds, or −1 if it isn't valid. */
    static int millisOfDay(byte[] bytes, int from) {
        int hour = twoDigits(bytes, from + 1);
        int minute = twoDigits(bytes, from + 4);
        int second = twoDigits(bytes, from + 7);
        if (hour > 23 || minute > 59 || second > 59) {
            return -1;
        }
        if (bytes[from] != 'T' || bytes[from + 3] != ':' || bytes[from + 6] != ':') {
            return -1;
        }
        return 1_000 * (60 * (60 * hour + minute) + second);
    }

    /**
     * Returns the minutes of {@code Z} or {@code ±hh:mm} at {@code bytes[at, to)}, or a number that is too large if it
     * is neither.
     */
    private static int offsetMinutes(byte[] bytes, int at, int to) {
        if (to - at == 1 && bytes[at] == 'Z') {
            return 0;
        }
        if (to - at != 6 || (bytes[at] != '+' && bytes[at] != '-') || bytes[at + 3] != ':') {
            return Integer.MAX_VALUE;
        }
        int hours = twoDigits(bytes, at + 1);
        int minutes = twoDigits(bytes, at + 4);
        int offset = 60 * hours + minutes;
        if (minutes > 59 || offset > MAX_OFFSET_MINUTES) {
            return Integer.MAX_VALUE;
        }
        return bytes[at] == '-' ? -offset : offset;
    }

    /** Returns a number of two digits, or 100,000 if they aren't two digits. */
    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones) < 0 || tens > 9 || ones > 9 ? 100_000 : 10 * tens + ones;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
