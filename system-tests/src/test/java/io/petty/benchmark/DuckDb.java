package io.petty.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Does Petty's work with DuckDB. The benchmark runs it in a separate Java process. The command {@code parquet} converts
 * a delivery day's files to Parquet. {@code timelines} does everything in sections 1 to 3 of the data contract. Both
 * are SQL scripts in this package.
 */
final class DuckDb {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    private static final Set<String> SCRIPTS = Set.of("parquet", "timelines");
    private static final Set<String> OPTIONS = Set.of("--raw", "--date", "--out", "--memory-limit");
    private static final Pattern RAW_FILE =
            Pattern.compile("([^.]+|.*\\.(?i:ndjson|jsonl|json))(\\.(?i:gz|zst))?", Pattern.DOTALL);
    private static final Pattern SEVERAL_OBJECTS = Pattern.compile("[ \\t\\r]*\\{[^\\n]*?\\}[ \\t\\r]*\\{");
    private static final Comparator<Packing> PACKINGS =
            Comparator.comparing(Packing::format).thenComparing(Packing::compression);

    private DuckDb() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and returns its exit code, as a process would. Prints errors to standard error. */
    static int run(String... arguments) {
        try {
            Map<String, String> options = options(arguments);
            @Nullable String memoryLimit = options.get("--memory-limit");
            execute(
                    arguments[0],
                    Path.of(required(options, "--raw")),
                    LocalDate.parse(required(options, "--date")),
                    Path.of(required(options, "--out")),
                    memoryLimit);
            return DONE;
        } catch (IllegalArgumentException | DateTimeException e) {
            System.err.println(e.getMessage());
            System.err.println("DuckDb parquet|timelines --raw DIR --date YYYY-MM-DD --out DIR [--memory-limit 1GB]");
            return WRONG_USE;
        } catch (IOException | SQLException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    private static void execute(String script, Path raw, LocalDate date, Path out, @Nullable String memoryLimit)
            throws IOException, SQLException {
        Files.createDirectories(out);
        String sql = script(script)
                .replace("${records}", records(raw.resolve("dt=" + date)))
                .replace("${date}", date.toString())
                .replace("${out}", out.toString().replace("'", "''"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set temp_directory = " + quoted(out.resolve("spilled")));
            if (memoryLimit != null) {
                statement.execute("set memory_limit = '" + memoryLimit.replace("'", "''") + "'");
            }
            statement.execute(sql);
        }
    }

    private static String script(String name) throws IOException {
        try (InputStream resource = DuckDb.class.getResourceAsStream(name + ".sql")) {
            if (resource == null) {
                throw new IOException(name + ".sql is missing in the package of " + DuckDb.class.getName());
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Returns a query for the records of a delivery day's raw files. It calls the script's macro once per compression
     * and layout.
     */
    private static String records(Path day) throws IOException {
        if (!Files.isDirectory(day)) {
            throw new IOException("There is no folder " + day);
        }
        SortedMap<Packing, List<Path>> files = new TreeMap<>(PACKINGS);
        try (Stream<Path> paths = Files.walk(day)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                if (isRaw(day.relativize(path))) {
                    files.computeIfAbsent(Packing.of(path), any -> new ArrayList<>())
                            .add(path);
                }
            }
        }
        if (files.isEmpty()) {
            throw new IOException("No raw file in " + day);
        }
        return files.entrySet().stream()
                .map(group -> "from records(%s, '%s', '%s')"
                        .formatted(
                                group.getValue().stream()
                                        .map(DuckDb::quoted)
                                        .collect(Collectors.joining(", ", "[", "]")),
                                group.getKey().format(),
                                group.getKey().compression()))
                .collect(Collectors.joining(" union all "));
    }

    private static boolean isRaw(Path belowDay) {
        for (Path name : belowDay) {
            if (name.toString().startsWith("_") || name.toString().startsWith(".")) {
                return false;
            }
        }
        return RAW_FILE.matcher(belowDay.getFileName().toString()).matches();
    }

    /** The layout and compression of a file, from its content. DuckDB would infer the compression from the name. */
    private record Packing(String format, String compression) {
        private static final int HEAD_BYTES = 1 << 16;

        static Packing of(Path file) throws IOException {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                in.mark(4);
                byte[] magic = in.readNBytes(4);
                in.reset();
                if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
                    // The JDK can't read Zstandard. Firehose, which puts all records on one line, doesn't write it.
                    return new Packing("newline_delimited", "zstd");
                }
                if (startsWith(magic, 0x1f, 0x8b)) {
                    return new Packing(layout(new GZIPInputStream(in)), "gzip");
                }
                return new Packing(layout(in), "none");
            }
        }

        private static boolean startsWith(byte[] magic, int... bytes) {
            for (int i = 0; i < bytes.length; i++) {
                if (i == magic.length || (magic[i] & 0xff) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }

        /** Returns DuckDB's name for the layout, which depends on whether the first line contains several objects. */
        private static String layout(InputStream content) throws IOException {
            String head = new String(content.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
            return SEVERAL_OBJECTS.matcher(head).lookingAt() ? "unstructured" : "newline_delimited";
        }
    }

    static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static Map<String, String> options(String... arguments) {
        if (arguments.length == 0 || !SCRIPTS.contains(arguments[0])) {
            throw new IllegalArgumentException("the command must be parquet or timelines");
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("'" + arguments[i] + "' is not an option or has no value");
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
