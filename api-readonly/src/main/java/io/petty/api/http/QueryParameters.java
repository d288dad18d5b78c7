package io.petty.api.http;

import io.petty.timeline.ZoneName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request's query. Whatever is in it that the endpoint doesn't know, or knows otherwise, is told to
 * the client, who would else take an answer for what it isn't.
 */
public final class QueryParameters {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern SHARE = Pattern.compile("[01](\\.\\d{1,17})?|0?\\.\\d{1,17}");

    private final Map<String, String[]> given;

    /** @param known the names that the endpoint knows */
    public QueryParameters(HttpServletRequest request, String... known) {
        given = given(request);
        for (String name : given.keySet()) {
            if (!List.of(known).contains(name)) {
                throw ProblemException.badParameter(
                        printable(name),
                        "There is no such parameter; there are %s".formatted(String.join(", ", known)));
            }
        }
    }

    private static Map<String, String[]> given(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (InvalidParameterException e) {
            throw new ProblemException(
                    ProblemKind.BAD_REQUEST, "The query is not UTF-8 in percent encoding, or has too many parameters");
        }
    }

    /** What was given, in one order, for the tag of an answer. */
    public String canonical() {
        StringBuilder canonical = new StringBuilder();
        new TreeMap<>(given)
                .forEach((name, values) -> canonical
                        .append(name)
                        .append('=')
                        .append(String.join("\n", values))
                        .append('\0'));
        return canonical.toString();
    }

    public @Nullable String text(String name) {
        String[] values = given.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw ProblemException.badParameter(name, "It is given %d times".formatted(values.length));
        }
        return values[0];
    }

    /** A day such as {@code 2026-11-20}; null when it isn't given. */
    public @Nullable LocalDate date(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // Of the right form, but no day there is.
        }
        throw ProblemException.badParameter(name, "It must be a day such as 2026-11-20");
    }

    /** A time zone such as {@code Europe/Berlin} or {@code +05:45}; null when it isn't given. */
    public @Nullable ZoneId zone(String name) {
        String text = text(name);
        return text == null
                ? null
                : ZoneName.parse(text)
                        .orElseThrow(() -> ProblemException.badParameter(
                                name,
                                "It must be a time zone such as Europe/Berlin, or an offset such as +05:45, whose + is"
                                        + " written %2B in an address"));
    }

    /** A whole number within bounds, both included. */
    public int whole(String name, int least, int most, int otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw ProblemException.badParameter(name, "It must be a whole number from %d to %d".formatted(least, most));
        }
        return value;
    }

    /** A number from 0 to 1. */
    public double share(String name, double otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        double value = SHARE.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(value >= 0 && value <= 1)) {
            throw ProblemException.badParameter(name, "It must be a number from 0 to 1");
        }
        return value;
    }

    /** Words of a closed set, of which a parameter may name several; none when it isn't given. */
    public <E extends Enum<E>> List<E> words(String name, E[] all, Function<E, String> label) {
        List<E> chosen = new ArrayList<>();
        for (String text : given.getOrDefault(name, new String[0])) {
            E found = null;
            List<String> labels = new ArrayList<>();
            for (E candidate : all) {
                labels.add(label.apply(candidate));
                if (label.apply(candidate).equals(text)) {
                    found = candidate;
                }
            }
            if (found == null) {
                throw ProblemException.badParameter(name, "It must be one of " + String.join(", ", labels));
            }
            chosen.add(found);
        }
        return chosen;
    }

    /** A name that somebody sent, fit to be shown. */
    private static String printable(String name) {
        String shortened = name.substring(0, Math.min(name.length(), 64));
        return shortened.replaceAll("[^A-Za-z0-9_.\\[\\]-]", "?");
    }
}
