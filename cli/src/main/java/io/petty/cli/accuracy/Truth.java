package io.petty.cli.accuracy;

import com.github.luben.zstd.ZstdInputStream;
import io.petty.feedback.Feedback;
import io.petty.settings.SettingsException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pets' actual behavior, read from a file. The file is plain, gzip or Zstandard. Its first line determines the
 * format:
 *
 * <ul>
 *   <li>States, as {@code petty generate --truth} writes them: one line of JSON per state, with {@code collar_id},
 *       {@code start}, {@code end} and {@code state}.
 *   <li>Sleep labels: CSV with one line per minute and the columns {@code collar_id}, {@code minute_utc}, {@code sleep}
 *       and {@code scorable}. The sleep values 1 and 2 mean {@code Deep Sleep}, and 0 and 3 mean {@link #AWAKE}. Lines
 *       with scorable 0 are ignored.
 * </ul>
 *
 * A state is a behavior, {@link #AWAKE} or {@link #CHARGING}. Adjacent equal states are merged. Memory: about 40 bytes
 * per state.
 */
public final class Truth {
    /** Awake, with an unknown behavior. */
    public static final String AWAKE = "Awake";

    /** The collar is off, so there is no behavior. Such times aren't scored. */
    public static final String CHARGING = "Charging";

    private static final Set<String> STATES = Stream.concat(Feedback.BEHAVIORS.stream(), Stream.of(AWAKE, CHARGING))
            .collect(Collectors.toUnmodifiableSet());
    private static final List<String> LABEL_COLUMNS = List.of("collar_id", "minute_utc", "sleep", "scorable");
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, List<State>> byCollar = new HashMap<>();

    /**
     * A period in one state.
     *
     * @param start milliseconds since 1970
     * @param end milliseconds since 1970, exclusive
     * @param line the number of its line, from 1
     */
    record State(long start, long end, String label, int line) {}

    private Truth() {}

    /**
     * Reads a truth file.
     *
     * @throws SettingsException if the file can't be read or a line is wrong; the message names the file and the line
     */
    public static Truth read(Path file) {
        Truth truth = new Truth();
        int number = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                unpacked(new BufferedInputStream(Files.newInputStream(file))), StandardCharsets.UTF_8.newDecoder()))) {
            List<String> columns = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                if (columns == null) {
                    columns = line.startsWith("{") ? List.of() : labelColumns(line);
                    if (!columns.isEmpty()) {
                        continue;
                    }
                }
                if (columns.isEmpty()) {
                    truth.state(line, number);
                } else {
                    truth.label(line, columns, number);
                }
            }
            truth.sort();
        } catch (WrongLineException e) {
            throw new SettingsException(
                    "--truth: %s, line %d: %s".formatted(file, e.line > 0 ? e.line : number, e.getMessage()), e);
        } catch (CharacterCodingException e) {
            throw new SettingsException("--truth: %s, after line %d: not UTF-8".formatted(file, number), e);
        } catch (EOFException | ZipException e) {
            throw new SettingsException(
                    "--truth: %s, after line %d: the compressed data is damaged or incomplete".formatted(file, number),
                    e);
        } catch (IOException e) {
            throw new SettingsException("--truth: %s can't be read: %s".formatted(file, e), e);
        }
        if (truth.byCollar.isEmpty()) {
            throw new SettingsException("--truth: %s has no states".formatted(file));
        }
        return truth;
    }

    /** Recognizes the compression by its magic number, not by the file's name. */
    private static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] magic = in.readNBytes(4);
        in.reset();
        if (magic.length >= 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B) {
            return new GZIPInputStream(in);
        }
        boolean isZstd = magic.length == 4
                && (magic[0] & 0xFF) == 0x28
                && (magic[1] & 0xFF) == 0xB5
                && (magic[2] & 0xFF) == 0x2F
                && (magic[3] & 0xFF) == 0xFD;
        return isZstd ? new ZstdInputStream(in) : in;
    }

    private static List<String> labelColumns(String header) {
        List<String> columns = List.of(header.split(",", -1));
        if (!columns.containsAll(LABEL_COLUMNS)) {
            throw new WrongLineException(
                    "neither a state such as {\"collar_id\":\"BISCUIT-01\",\"start\":\"2026-11-20T03:00:00Z\","
                            + "\"end\":\"2026-11-20T04:00:00Z\",\"state\":\"Deep Sleep\"} nor a header with "
                            + String.join(",", LABEL_COLUMNS));
        }
        return columns;
    }

    private void state(String line, int number) {
        JsonNode state;
        try {
            state = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new WrongLineException("not a JSON object: " + e.getOriginalMessage());
        }
        String label = text(state, "state");
        if (!STATES.contains(label)) {
            throw new WrongLineException("state is '%s', which is none of %s"
                    .formatted(label, STATES.stream().sorted().collect(Collectors.joining(", "))));
        }
        long start = time(text(state, "start"));
        long end = time(text(state, "end"));
        if (end <= start) {
            throw new WrongLineException("end is not after start");
        }
        add(text(state, "collar_id"), start, end, label, number);
    }

    private static String text(JsonNode state, String field) {
        JsonNode value = state.get(field);
        if (value == null || !value.isString()) {
            throw new WrongLineException("%s is missing or not text".formatted(field));
        }
        return value.stringValue();
    }

    private void label(String line, List<String> columns, int number) {
        List<String> values = List.of(line.split(",", -1));
        if (values.size() != columns.size()) {
            throw new WrongLineException("%d values for %d columns".formatted(values.size(), columns.size()));
        }
        String scorable = values.get(columns.indexOf("scorable"));
        if (!scorable.equals("0") && !scorable.equals("1")) {
            throw new WrongLineException("scorable is '%s'; 0 or 1 was expected".formatted(scorable));
        }
        String sleep = values.get(columns.indexOf("sleep"));
        String label = switch (sleep) {
            case "1", "2" -> "Deep Sleep";
            case "0", "3" -> AWAKE;
            default -> throw new WrongLineException("sleep is '%s'; 0, 1, 2 or 3 was expected".formatted(sleep));
        };
        if (scorable.equals("1")) {
            long start = time(values.get(columns.indexOf("minute_utc")));
            add(values.get(columns.indexOf("collar_id")), start, start + MILLIS_PER_MINUTE, label, number);
        }
    }

    private static long time(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new WrongLineException("'%s' is not a time like 2026-11-20T03:00:00Z".formatted(text));
        }
    }

    private void add(String collarId, long start, long end, String label, int number) {
        List<State> states = byCollar.computeIfAbsent(collarId, key -> new ArrayList<>());
        State last = states.isEmpty() ? null : states.get(states.size() - 1);
        if (last != null && last.end() == start && last.label().equals(label)) {
            states.set(states.size() - 1, new State(last.start(), end, last.label(), last.line()));
        } else {
            states.add(new State(start, end, label.intern(), number));
        }
    }

    private void sort() {
        for (List<State> states : byCollar.values()) {
            states.sort(Comparator.comparingLong(State::start));
            for (int i = 1; i < states.size(); i++) {
                if (states.get(i).start() < states.get(i - 1).end()) {
                    throw new WrongLineException(
                            states.get(i).line(),
                            "the state overlaps the one of line %d"
                                    .formatted(states.get(i - 1).line()));
                }
            }
        }
    }

    boolean has(String collarId) {
        return byCollar.containsKey(collarId);
    }

    /** Returns the state at a time, in milliseconds since 1970; null if the file has none. */
    @Nullable
    String at(String collarId, long time) {
        List<State> states = byCollar.getOrDefault(collarId, List.of());
        int from = 0;
        int to = states.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (states.get(middle).end() <= time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from < states.size() && states.get(from).start() <= time
                ? states.get(from).label()
                : null;
    }

    private static final class WrongLineException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** The number of the wrong line; 0 for the line being read. */
        private final int line;

        WrongLineException(String message) {
            this(0, message);
        }

        WrongLineException(int line, String message) {
            super(message);
            this.line = line;
        }
    }
}
