package io.petty.systemtests.reference;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Compares the NDJSON text of an export with reference rows. Strings, whole numbers and timestamps must be equal. Other
 * numbers may differ by a billionth of their value. Metres may also differ by a millimetre, because one program may
 * round a distance up and the other one down. A missing column counts as null.
 */
public final class RowsAssert extends AbstractAssert<RowsAssert, String> {

    private static final Set<String> METRES = Set.of("radius_m", "distance_m");
    private static final double METRES_TOLERANCE = 0.0011;
    private static final double RELATIVE_TOLERANCE = 1e-9;

    private final Set<String> ignored;

    private RowsAssert(String ndjson, Set<String> ignored) {
        super(ndjson, RowsAssert.class);
        this.ignored = ignored;
    }

    /** Starts an assertion on an export, given as lines of JSON objects. */
    public static RowsAssert assertThatRows(String ndjson) {
        return new RowsAssert(ndjson, Set.of());
    }

    /** Ignores the values of these columns, which must still be columns of the specification. */
    public RowsAssert ignoring(String... columns) {
        return new RowsAssert(actual, Set.copyOf(Arrays.asList(columns)));
    }

    /** Fails at the first row and column that differs. */
    public RowsAssert matches(List<Map<String, @Nullable Object>> expected) {
        List<StrictJson.Members> rows = rows();
        for (int i = 0; i < Math.min(rows.size(), expected.size()); i++) {
            compareRow(i + 1, rows.get(i), expected.get(i));
        }
        if (rows.size() > expected.size()) {
            throw different(
                    "%d rows where %d were expected; first extra row: %s",
                    rows.size(),
                    expected.size(),
                    actual.lines()
                            .filter(line -> !line.isBlank())
                            .skip(expected.size())
                            .findFirst()
                            .orElse(""));
        }
        if (rows.size() < expected.size()) {
            throw different(
                    "%d rows where %d were expected; first missing row: %s",
                    rows.size(), expected.size(), expected.get(rows.size()));
        }
        return this;
    }

    /** Returns the first column in which a row differs from the expected one, with both values; null if none does. */
    public static @Nullable String firstDifference(
            Map<String, @Nullable Object> found, Map<String, @Nullable Object> expected) {
        if (!new ArrayList<>(found.keySet()).equals(new ArrayList<>(expected.keySet()))) {
            return "columns " + found.keySet() + " instead of " + expected.keySet();
        }
        for (Map.Entry<String, @Nullable Object> entry : expected.entrySet()) {
            Object value = found.get(entry.getKey());
            boolean same = (value instanceof Double number && entry.getValue() instanceof Double wanted)
                    ? isClose(entry.getKey(), number, wanted)
                    : Objects.equals(value, entry.getValue());
            if (!same) {
                return "column " + entry.getKey() + ": found " + value + ", expected " + entry.getValue();
            }
        }
        return null;
    }

    private List<StrictJson.Members> rows() {
        List<StrictJson.Members> rows = new ArrayList<>();
        for (String line : actual.split("\n", -1)) {
            if (line.isBlank()) {
                continue;
            }
            try {
                rows.add((StrictJson.Members) StrictJson.parse(line));
            } catch (StrictJson.NotJson | ClassCastException e) {
                throw different("row %d isn't a JSON object (%s): %s", rows.size() + 1, e.getMessage(), line);
            }
        }
        return rows;
    }

    private void compareRow(int number, StrictJson.Members row, Map<String, @Nullable Object> expected) {
        List<String> names = row.all().stream().map(StrictJson.Member::name).toList();
        List<String> inOrder =
                expected.keySet().stream().filter(names::contains).toList();
        if (!names.equals(inOrder)) {
            throw different("row %d: columns %s instead of %s", number, names, expected.keySet());
        }
        expected.forEach((column, value) -> {
            StrictJson.Value found = row.last(column);
            if (!ignored.contains(column) && !same(column, found, value)) {
                throw different(
                        "row %d, column %s: found %s, expected %s%nrow found %s%nrow expected %s",
                        number, column, text(found), value, text(row), expected);
            }
        });
    }

    private static boolean same(String column, StrictJson.@Nullable Value found, @Nullable Object expected) {
        if (expected == null) {
            return found == null || found instanceof StrictJson.Nothing;
        } else if (expected instanceof String string) {
            return found instanceof StrictJson.Text text && sameText(column, text.value(), string);
        } else if (expected instanceof Double number) {
            return found instanceof StrictJson.Digits digits
                    && isClose(column, Double.parseDouble(digits.written()), number);
        } else if (expected instanceof Number number) {
            return found instanceof StrictJson.Digits digits
                    && new BigDecimal(digits.written()).compareTo(BigDecimal.valueOf(number.longValue())) == 0;
        } else if (expected instanceof List<?> list) {
            return found instanceof StrictJson.Elements elements
                    && elements.all()
                            .equals(list.stream()
                                    .map(any -> new StrictJson.Text((String) any))
                                    .toList());
        }
        throw new IllegalArgumentException("not a value of an export: " + expected);
    }

    /** Compares texts. Ignores replacement characters in contents, because decoders differ in how many they use. */
    private static boolean sameText(String column, String found, String expected) {
        return column.equals("content")
                ? found.replace("\ufffd", "").equals(expected.replace("\ufffd", ""))
                : found.equals(expected);
    }

    /** Returns whether two doubles of a column are close enough to count as equal. */
    static boolean isClose(String column, double found, double expected) {
        double tolerance = RELATIVE_TOLERANCE * Math.abs(expected);
        return Math.abs(found - expected)
                <= (METRES.contains(column) ? Math.max(METRES_TOLERANCE, tolerance) : tolerance);
    }

    private static String text(StrictJson.@Nullable Value value) {
        if (value instanceof StrictJson.Text text) {
            return text.value();
        } else if (value instanceof StrictJson.Digits digits) {
            return digits.written();
        } else if (value instanceof StrictJson.Members members) {
            List<String> parts = new ArrayList<>();
            members.all().forEach(member -> parts.add(member.name() + "=" + text(member.value())));
            return "{" + String.join(", ", parts) + "}";
        } else if (value instanceof StrictJson.Elements elements) {
            List<String> parts = new ArrayList<>();
            elements.all().forEach(element -> parts.add(text(element)));
            return parts.toString();
        }
        return value instanceof StrictJson.Truth truth ? String.valueOf(truth.value()) : "null";
    }

    private static AssertionError different(String message, @Nullable Object... arguments) {
        return new AssertionError(String.format(Locale.ROOT, message, arguments));
    }
}
