package io.petty.jobs.rules;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/** Validates the figures of rules, converts them to the whole numbers in which readings are stored, and hashes them. */
final class Figures {
    private static final String PREFIX = "petty.rules.";

    /** The maximum percentage. It keeps products of heart rates and percentages within a long. */
    private static final long MOST_PERCENT = 1_000;

    private Figures() {}

    static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException(PREFIX + name + " " + why);
    }

    /** Requires a duration that isn't negative, in whole milliseconds. */
    static void requireDuration(String name, Duration duration) {
        if (duration.isNegative()) {
            throw refused(name, "must not be negative: " + duration);
        }
        if (duration.compareTo(Duration.ofDays(365)) > 0) {
            throw refused(name, "must not be longer than 365 days: " + duration);
        }
        if (!duration.truncatedTo(ChronoUnit.MILLIS).equals(duration)) {
            throw refused(name, "must be in whole milliseconds: " + duration);
        }
    }

    static void requireMilliseconds(String name, LocalTime time) {
        if (!time.truncatedTo(ChronoUnit.MILLIS).equals(time)) {
            throw refused(name, "must be in whole milliseconds: " + time);
        }
    }

    static void requireAtLeast(String name, int least, int figure) {
        if (figure < least) {
            throw refused(name, "must be at least " + least + ", not " + figure);
        }
    }

    static void requireBetween(String name, int least, int most, int figure) {
        if (figure < least || figure > most) {
            throw refused(name, "must be %d to %d, not %d".formatted(least, most, figure));
        }
    }

    static void requireOrder(String lowName, double low, String highName, double high) {
        if (!(low <= high)) {
            throw refused(lowName, "must not be above " + highName + ", not " + text(low) + " and " + text(high));
        }
    }

    static void requirePositive(String name, double figure) {
        requireFinite(name, figure);
        if (figure <= 0) {
            throw refused(name, "must be above 0, not " + text(figure));
        }
    }

    static void requireShare(String name, double figure) {
        requireFinite(name, figure);
        if (figure < 0 || figure > 1) {
            throw refused(name, "must be 0 to 1, not " + text(figure));
        }
    }

    /** Requires a distance that isn't negative, in whole millimetres. */
    static void requireDistance(String name, double metres) {
        requireThousandths(name, metres, Long.MAX_VALUE);
    }

    /** Requires 0 to 1,000 percent, in whole thousandths. */
    static void requirePercentage(String name, double percentage) {
        requireThousandths(name, percentage, MOST_PERCENT * 1_000);
    }

    static void requirePercentages(String name, TimelineRules.Percentages percentages) {
        requirePercentage(name + ".from", percentages.from());
        requirePercentage(name + ".to", percentages.to());
        requireOrder(name + ".from", percentages.from(), name + ".to", percentages.to());
    }

    private static void requireThousandths(String name, double figure, long most) {
        requireFinite(name, figure);
        if (figure < 0) {
            throw refused(name, "must not be negative: " + text(figure));
        }
        BigDecimal thousandths = BigDecimal.valueOf(figure).movePointRight(3);
        if (thousandths.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw refused(name, "is too great: " + text(figure));
        }
        if (thousandths.stripTrailingZeros().scale() > 0) {
            throw refused(name, "must be in whole thousandths: " + text(figure));
        }
    }

    private static void requireFinite(String name, double figure) {
        if (!Double.isFinite(figure)) {
            throw refused(name, "must be a number, not " + figure);
        }
    }

    /** Returns percent in thousandths, or metres in millimetres. The figure must be whole in that unit. */
    static long thousandths(double figure) {
        return BigDecimal.valueOf(figure).movePointRight(3).longValueExact();
    }

    /** Returns the first 8 hex digits of the SHA-256 of all figures, as {@code name=value} lines. */
    static String hash(Record rules) {
        StringBuilder text = new StringBuilder();
        append(text, "", rules);
        return DigestUtils.sha256Hex(text.toString()).substring(0, 8);
    }

    /** Iterates over the record's components, so that a figure added later can't be missing from the hash. */
    private static void append(StringBuilder text, String prefix, Record figures) {
        for (RecordComponent component : figures.getClass().getRecordComponents()) {
            String name = prefix + kebabCase(component.getName());
            Object value = value(component, figures);
            if (value instanceof Record group) {
                append(text, name + ".", group);
            } else {
                String figure = value instanceof Double number ? text(number) : value.toString();
                text.append(name).append('=').append(figure).append('\n');
            }
        }
    }

    /**
     * Returns whether two records of the same class have the same figures. Every command calls this once. The JVM
     * generates the {@code equals} of a record at its first call, which takes about 20 ms for all rules together.
     */
    static boolean same(Record figures, Record others) {
        for (RecordComponent component : figures.getClass().getRecordComponents()) {
            Object value = value(component, figures);
            Object other = value(component, others);
            if (value instanceof Record group ? !same(group, (Record) other) : !value.equals(other)) {
                return false;
            }
        }
        return true;
    }

    private static Object value(RecordComponent component, Record figures) {
        try {
            return component.getAccessor().invoke(figures);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Can't read the figure " + component.getName(), e);
        }
    }

    /** Returns the shortest decimal of this number, the same for 65 and 65.0. */
    static String text(double figure) {
        return Double.isFinite(figure)
                ? BigDecimal.valueOf(figure).stripTrailingZeros().toPlainString()
                : Double.toString(figure);
    }

    private static String kebabCase(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
