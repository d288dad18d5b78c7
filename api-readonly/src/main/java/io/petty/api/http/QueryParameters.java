package io.petty.api.http;

import static java.util.stream.Collectors.joining;

import io.petty.timeline.ZoneName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Unknown, repeated and malformed parameters are refused by name. Spring's binding
 * would ignore unknown and repeated ones, and accept empty values and values such as {@code +5}.
 */
public final class QueryParameters {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Pattern SHARE = Pattern.compile("[01](\\.\\d{1,17})?|0?\\.\\d{1,17}");

    private final Map<String, String[]> given;

    /**
     * Checks the names of the parameters.
     *
     * @param known the names that the endpoint accepts
     */
    public QueryParameters(HttpServletRequest request, String... known) {
        try {
            given = request.getParameterMap();
        } catch (InvalidParameterException e) {
            throw ProblemKind.BAD_REQUEST.problem("The query is not percent-encoded UTF-8, or has too many parameters");
        }
        for (String name : given.keySet()) {
            if (!List.of(known).contains(name)) {
                throw ProblemException.badParameter(
                        printable(name), "There is no such parameter, only %s".formatted(String.join(", ", known)));
            }
        }
    }

    /** Shortens a client's text and replaces special characters, so that it can be shown. */
    private static String printable(String name) {
        return name.substring(0, Math.min(name.length(), 64)).replaceAll("[^A-Za-z0-9_.\\[\\]-]", "?");
    }

    /** Returns the parameters in a fixed order, for the tag of an answer. */
    public String canonical() {
        return new TreeMap<>(given)
                .entrySet().stream()
                        .map(one -> one.getKey() + '=' + String.join("\n", one.getValue()) + '\0')
                        .collect(joining());
    }

    public @Nullable String text(String name) {
        String[] values = given.get(name);
        if (values != null && values.length > 1) {
            throw ProblemException.badParameter(
                    name, "It is given %d times, but may be given only once".formatted(values.length));
        }
        return values == null ? null : values[0];
    }

    /** Returns a day such as {@code 2026-11-20}; null if it isn't given. */
    public @Nullable LocalDate date(String name) {
        return value(
                name,
                "It must be a day such as 2026-11-20",
                text -> DATE.matcher(text).matches() ? LocalDate.parse(text) : null);
    }

    /** Returns a time zone such as {@code Europe/Berlin} or {@code +05:45}; null if it isn't given. */
    public @Nullable ZoneId zone(String name) {
        return value(
                name,
                "It must be a time zone such as Europe/Berlin, or an offset such as +05:45, with the + encoded as %2B",
                text -> ZoneName.parse(text).orElse(null));
    }

    /** Returns a whole number between two bounds, both included. */
    public int whole(String name, int least, int most, int otherwise) {
        Integer value = value(name, "It must be a whole number from " + least + " to " + most, text -> {
            int number = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : -1;
            return number < least || number > most ? null : number;
        });
        return value == null ? otherwise : value;
    }

    /** Returns a number from 0 to 1. */
    public double share(String name, double otherwise) {
        Double value = value(name, "It must be a number from 0 to 1", text -> {
            double number = SHARE.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            return number <= 1 ? number : null;
        });
        return value == null ? otherwise : value;
    }

    /** Returns the constants that a parameter names; none if it isn't given. The parameter may be repeated. */
    public <E extends Enum<E>> List<E> words(String name, E[] all, Function<E, String> label) {
        Map<String, E> labels = new LinkedHashMap<>();
        Arrays.stream(all).forEach(word -> labels.put(label.apply(word), word));
        return Arrays.stream(given.getOrDefault(name, new String[0]))
                .map(text ->
                        required(labels.get(text), name, "It must be one of " + String.join(", ", labels.keySet())))
                .toList();
    }

    /** @param form parses the text; for a malformed text, returns null or throws {@link DateTimeException} */
    private <T> @Nullable T value(String name, String rule, Function<String, @Nullable T> form) {
        String text = text(name);
        try {
            return text == null ? null : required(form.apply(text), name, rule);
        } catch (DateTimeException e) {
            throw ProblemException.badParameter(name, rule);
        }
    }

    private static <T> T required(@Nullable T value, String name, String rule) {
        if (value == null) {
            throw ProblemException.badParameter(name, rule);
        }
        return value;
    }
}
