package io.petty.raw;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes why {@link TimestampText} doesn't accept a text. */
public final class TimestampFault {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)(?:(.)(\\d\\d):(\\d\\d):(\\d\\d)([.,]\\d*)?(.*))?", Pattern.DOTALL);

    private TimestampFault() {}

    /** Returns the fault as the end of a sentence, such as "is a leap second, …". It never quotes the text. */
    public static String of(String text) {
        if (text.isEmpty()) {
            return "is empty";
        }
        if (text.matches("-?\\d+(\\.\\d+)?")) {
            return "is a number as text, not a date and time";
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return "is not of the form YYYY-MM-DDThh:mm:ss with Z or an offset ±hh:mm";
        }
        String wrong = date(form);
        if (wrong == null) {
            wrong = form.group(4) == null ? "has no time of day" : time(form);
        }
        return wrong == null ? zone(form.group(9)) : wrong;
    }

    private static @Nullable String date(Matcher form) {
        int year = Integer.parseInt(form.group(1));
        if (year == 0) {
            return "is in year 0000; years begin with 0001";
        }
        try {
            LocalDate.of(year, Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
            return null;
        } catch (DateTimeException e) {
            return "is on a date that does not exist";
        }
    }

    private static @Nullable String time(Matcher form) {
        int hour = Integer.parseInt(form.group(5));
        int second = Integer.parseInt(form.group(7));
        String fraction = form.group(8);
        if (!form.group(4).equals("T")) {
            return form.group(4).equals(" ") ? "has a space instead of T" : "has another character instead of T";
        }
        if (hour > 23) {
            return hour == 24 ? "has hour 24; midnight is 00:00 of the next day" : "has an hour over 23";
        }
        if (Integer.parseInt(form.group(6)) > 59) {
            return "has a minute over 59";
        }
        if (second > 59) {
            return second == 60 ? "is a leap second, which is not accepted" : "has a second over 59";
        }
        if (fraction == null) {
            return null;
        }
        if (fraction.startsWith(",")) {
            return "has a comma instead of a point before its fraction";
        }
        return fraction.equals(".") ? "has a point without digits after it" : null;
    }

    private static String zone(String zone) {
        if (zone.isEmpty()) {
            return "has neither Z nor an offset";
        }
        if (zone.equals("z")) {
            return "has z instead of Z";
        }
        if (zone.matches("[+-]\\d{3,4}")) {
            return "has an offset without a colon";
        }
        if (zone.matches("[+-]\\d\\d?")) {
            return "has an offset without minutes";
        }
        if (zone.matches("[+-]\\d\\d:\\d\\d")) {
            return Integer.parseInt(zone.substring(4)) > 59
                    ? "has an offset with more than 59 minutes"
                    : "has an offset over 18:00";
        }
        return "ends in neither Z nor an offset ±hh:mm";
    }
}
