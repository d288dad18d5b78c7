package io.petty.cli.render;

import java.util.Locale;

/** Writes figures for people: with few digits and a unit. */
public final class HumanText {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private HumanText() {}

    /**
     * Returns a duration at a fitting precision: {@code 7 h 32 min}, {@code 29 min}, {@code 4 min 20 s}, {@code
     * 20 s}. At most 11 characters for durations up to a day.
     *
     * @param milliseconds not below 0
     */
    public static String duration(long milliseconds) {
        long seconds = (milliseconds + SECOND / 2) / SECOND;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        long minutes = (milliseconds + MINUTE / 2) / MINUTE;
        return minutes < 60
                ? minutes + " min"
                : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
    }

    /** Returns how long work took, as {@link #duration}, but with tenths of a second below 10 seconds. */
    public static String took(long nanos) {
        double seconds = nanos / 1e9;
        return seconds < 9.95 ? String.format(Locale.ROOT, "%.1f s", seconds) : duration(nanos / 1_000_000);
    }

    /** Returns a count with two or three digits: {@code 940}, {@code 12 k}, {@code 1.9 M}, {@code 3.1 G}. */
    public static String count(double number) {
        if (number < 999.5) {
            return String.format(Locale.ROOT, "%.0f", number);
        }
        if (number < 999_500) {
            return scaled(number / 1e3, "k");
        }
        return number < 999_500_000 ? scaled(number / 1e6, "M") : scaled(number / 1e9, "G");
    }

    private static String scaled(double number, String unit) {
        return String.format(Locale.ROOT, number < 9.95 ? "%.1f %s" : "%.0f %s", number, unit);
    }

    /** Returns a number in full with separated thousands: {@code 1,440}. */
    public static String wholeCount(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Formats a count that concerns forgotten collars; empty if the count is 0. */
    public static String ofForgotten(long count, String format) {
        return count == 0 ? "" : String.format(Locale.ROOT, format, count);
    }

    /** Returns a distance: {@code 12 m}, {@code 1.42 km}, {@code 120 km}. */
    static String distance(double metres) {
        if (metres < 999.5) {
            return String.format(Locale.ROOT, "%.0f m", metres);
        }
        return String.format(Locale.ROOT, metres < 99_995 ? "%.2f km" : "%.0f km", metres / 1000);
    }

    /** Returns a share in at most four characters. 0% and 100% are exact; near them, {@code <1%} or {@code >99%}. */
    static String share(long part, long whole) {
        if (part == 0 || whole == 0) {
            return "0%";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.5) {
            return "<1%";
        }
        return percent >= 99.5 && part < whole ? ">99%" : Math.round(percent) + "%";
    }
}
