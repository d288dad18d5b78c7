package io.petty.systemtests.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a raw line, checked in the order of the specification's table. */
final class ReferenceFields {

    private static final List<String> FIELDS =
            List.of("collar_id", "timestamp", "heart_rate", "activity_level", "location");
    private static final Pattern COLLAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern TIMESTAMP = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "T([0-9]{2}):([0-9]{2}):([0-9]{2})(\\.[0-9]+)?"
            + "(Z|([+-])([0-9]{2}):([0-9]{2}))");

    static final class Rejected extends Exception {

        private static final long serialVersionUID = 1;

        private final String reason;

        Rejected(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private ReferenceFields() {}

    static ReferenceReading reading(LocalDate deliveryDay, StrictJson.Members line) throws Rejected {
        for (String field : FIELDS) {
            if (line.count(field) > 1) {
                throw new Rejected("json");
            }
        }
        String collar = collar(line.last("collar_id"));
        long time = time(line.last("timestamp"));
        inRange(deliveryDay, time);
        Integer heartRate = heartRate(line.last("heart_rate"));
        int activity = activity(line.last("activity_level"));
        ReferencePlace place = place(line.last("location"));
        return new ReferenceReading(collar, time, heartRate, activity, place);
    }

    private static String collar(StrictJson.@Nullable Value value) throws Rejected {
        if (value instanceof StrictJson.Text text
                && COLLAR.matcher(text.value()).matches()) {
            return text.value();
        }
        throw new Rejected("collar_id");
    }

    private static long time(StrictJson.@Nullable Value value) throws Rejected {
        if (!(value instanceof StrictJson.Text text)) {
            throw new Rejected("timestamp");
        }
        Matcher parts = TIMESTAMP.matcher(text.value());
        if (!parts.matches()) {
            throw new Rejected("timestamp");
        }
        try {
            int year = number(parts, 1);
            if (year < 1) {
                throw new Rejected("timestamp");
            }
            LocalDateTime local = LocalDateTime.of(
                    year, number(parts, 2), number(parts, 3), number(parts, 4), number(parts, 5), number(parts, 6));
            return (local.toEpochSecond(ZoneOffset.UTC) - offsetSeconds(parts)) * 1000 + milliseconds(parts.group(7));
        } catch (DateTimeException e) {
            throw new Rejected("timestamp");
        }
    }

    private static int milliseconds(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(1, 4));
    }

    private static int offsetSeconds(Matcher parts) throws Rejected {
        if (parts.group(8).equals("Z")) {
            return 0;
        }
        int minutes = number(parts, 11);
        int all = number(parts, 10) * 60 + minutes;
        if (minutes > 59 || all > 18 * 60) {
            throw new Rejected("timestamp");
        }
        return parts.group(9).equals("-") ? -all * 60 : all * 60;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static void inRange(LocalDate deliveryDay, long time) throws Rejected {
        long midnight = deliveryDay.toEpochDay() * 86_400_000L;
        if (time < midnight - 30 * 86_400_000L || time > midnight + 25 * 3_600_000L) {
            throw new Rejected("timestamp_range");
        }
    }

    private static @Nullable Integer heartRate(StrictJson.@Nullable Value value) throws Rejected {
        if (value == null || value instanceof StrictJson.Nothing) {
            return null;
        }
        if (value instanceof StrictJson.Digits digits) {
            BigDecimal bpm = decimal(digits);
            if (bpm.signum() == 0) {
                return null;
            }
            if (isBetween(30, bpm, 300)) {
                return whole(bpm, 3);
            }
        }
        throw new Rejected("heart_rate");
    }

    private static int activity(StrictJson.@Nullable Value value) throws Rejected {
        if (value instanceof StrictJson.Digits digits) {
            for (int level = 0; level <= 2; level++) {
                if (decimal(digits).compareTo(BigDecimal.valueOf(level)) == 0) {
                    return level;
                }
            }
        }
        throw new Rejected("activity_level");
    }

    private static @Nullable ReferencePlace place(StrictJson.@Nullable Value value) throws Rejected {
        if (value == null || value instanceof StrictJson.Nothing) {
            return null;
        }
        if (value instanceof StrictJson.Members point
                && point.last("type") instanceof StrictJson.Text type
                && type.value().equals("Point")
                && point.last("coordinates") instanceof StrictJson.Elements coordinates
                && (coordinates.all().size() == 2 || coordinates.all().size() == 3)
                && coordinates.all().stream().allMatch(StrictJson.Digits.class::isInstance)) {
            BigDecimal lon = decimal((StrictJson.Digits) coordinates.all().get(0));
            BigDecimal lat = decimal((StrictJson.Digits) coordinates.all().get(1));
            if (lon.signum() == 0 && lat.signum() == 0) {
                return null;
            }
            if (isBetween(-180, lon, 180) && isBetween(-90, lat, 90)) {
                return new ReferencePlace(whole(lon, 6), whole(lat, 6));
            }
        }
        throw new Rejected("location");
    }

    private static boolean isBetween(int least, BigDecimal value, int most) {
        return value.compareTo(BigDecimal.valueOf(least)) >= 0 && value.compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    /** Returns the value in units of 10 to the −{@code places}, halves rounded away from zero. */
    private static int whole(BigDecimal value, int places) {
        return value.setScale(places, RoundingMode.HALF_UP).unscaledValue().intValueExact();
    }

    /**
     * Returns the number as written. Replaces an exponent beyond ±200,000, which BigDecimal may not support, with that
     * limit. The number is still out of every range, or still rounds to zero.
     */
    private static BigDecimal decimal(StrictJson.Digits digits) {
        String[] parts = digits.written().split("[eE]", 2);
        BigDecimal mantissa = new BigDecimal(parts[0]);
        if (parts.length == 1 || mantissa.signum() == 0) {
            return mantissa;
        }
        BigInteger exponent = new BigInteger(parts[1]);
        BigInteger limit = BigInteger.valueOf(200_000);
        return mantissa.scaleByPowerOfTen(
                exponent.min(limit).max(limit.negate()).intValueExact());
    }
}
