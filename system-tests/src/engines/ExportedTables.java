import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** The tables as exported by Petty. Compares an engine's rows with them. */
final class ExportedTables {
    static final List<String> TABLES = List.of("timelines", "summaries", "rejects", "feedback", "readings");

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

    private final Map<String, List<String>> rowsByTable = new TreeMap<>();
    private final Set<String> columns = new HashSet<>();

    /** Reads the exports of a folder, such as {@code timelines.ndjson}. */
    ExportedTables(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String table : TABLES) {
            List<String> rows = new ArrayList<>();
            for (String line : Files.readAllLines(folder.resolve(table + ".ndjson"))) {
                Map<String, Object> row = new TreeMap<>();
                json.readTree(line).fields().forEachRemaining(field -> {
                    columns.add(table + "." + field.getKey());
                    row.put(field.getKey(), value(field.getValue()));
                });
                rows.add(text(row));
            }
            rowsByTable.put(table, rows);
        }
    }

    private static Object value(JsonNode json) {
        if (json.isNumber()) {
            return json.doubleValue();
        }
        if (json.isArray()) {
            StringJoiner texts = new StringJoiner(",", "[", "]");
            json.forEach(element -> texts.add(element.textValue()));
            return texts.toString();
        }
        return json.isNull() ? "null" : json.textValue();
    }

    /** Converts an engine's row to the form of the exports. Omits columns that are not exported. */
    String row(String table, List<String> names, List<Object> values) {
        Map<String, Object> row = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            Object value = values.get(i);
            if (columns.contains(table + "." + names.get(i))) {
                row.put(names.get(i), value(value));
            }
        }
        return text(row);
    }

    private static Object value(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof LocalDateTime time) {
            return MILLIS.format(time);
        }
        if (value instanceof List<?> texts) {
            StringJoiner joined = new StringJoiner(",", "[", "]");
            texts.forEach(text -> joined.add(String.valueOf(text)));
            return joined.toString();
        }
        return String.valueOf(value);
    }

    /** Formats a row without its nulls, because only some exports write nulls. */
    private static String text(Map<String, Object> row) {
        row.values().removeIf("null"::equals);
        return row.toString();
    }

    /** Compares all rows, regardless of their order, and returns the result as text. */
    String judge(String table, List<String> found) {
        List<String> expected = rowsByTable.get(table);
        // A reading that was delivered on several days has several rows in the table, but only one in the export.
        boolean same = table.equals("readings")
                ? new LinkedHashSet<>(found).containsAll(expected) && found.size() >= expected.size()
                : sorted(found).equals(sorted(expected));
        return same
                ? "reads all"
                : "WRONG: its %,d rows differ from the %,d exported ones".formatted(found.size(), expected.size());
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    /** Returns the message of the innermost cause, on one line. */
    static String failure(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "fails: " + String.valueOf(cause.getMessage()).split("\n")[0];
    }
}
