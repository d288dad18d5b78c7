package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the output of other programs with Petty's exports. Times are only comparable if the results agree. */
final class Agreement {
    /** The exported tables, with the format of each. */
    private static final Map<String, String> FORMATS =
            Map.of("timelines", "ndjson", "summaries", "ndjson", "readings", "parquet", "rejects", "ndjson");

    private final Path petty;
    private final Path exports;
    private final Stopwatch stopwatch;

    /** @param exports a folder for Petty's exports, which must not exist yet */
    Agreement(Path petty, Path exports, Stopwatch stopwatch) {
        this.petty = petty;
        this.exports = exports;
        this.stopwatch = stopwatch;
    }

    /**
     * Compares timelines, summaries, readings and rejects.
     *
     * @param home a home in which the day is published
     * @param duckDb the output folder of {@link Program#DUCKDB}
     * @throws FailedProgramException if they differ, with the differences
     */
    void require(Path home, Path duckDb) throws IOException, InterruptedException, FailedProgramException {
        System.err.println("Comparing DuckDB's timelines, summaries, readings and rejects with Petty's ...");
        export(home, exports);
        compare("DuckDB", () -> Comparison.of(exports, duckDb));
    }

    /**
     * Compares Spark's readings with Petty's, which {@link #require} must have exported before.
     *
     * @param spark the folder of Spark's output
     * @throws FailedProgramException if they differ
     */
    void requireReadings(Path spark) throws FailedProgramException {
        System.err.println("Comparing Spark's readings with Petty's ...");
        compare(
                "Spark",
                () -> Comparison.ofReadings(exports, spark.resolve("readings").resolve("*.parquet")));
    }

    /**
     * Exports another home and compares its files, byte by byte, with those that {@link #require} exported before.
     *
     * @param home the home of a run with its raw files on S3
     * @throws FailedProgramException if they differ
     */
    void requireSame(Path home) throws IOException, InterruptedException, FailedProgramException {
        System.err.println("Comparing the run from S3 with the run from a folder ...");
        Path others = exports.resolve("s3");
        export(home, others);
        for (String file : FORMATS.entrySet().stream().map(Agreement::file).toList()) {
            if (Files.mismatch(exports.resolve(file), others.resolve(file)) != -1) {
                throw new FailedProgramException("The runs from S3 and from a folder differ in " + file);
            }
        }
    }

    private static void compare(String other, Differences comparison) throws FailedProgramException {
        List<String> differences;
        try {
            differences = comparison.find();
        } catch (SQLException e) {
            throw new FailedProgramException(
                    "The results of %s can't be compared with Petty's: %s".formatted(other, e.getMessage()));
        }
        if (!differences.isEmpty()) {
            throw new FailedProgramException(
                    "%s and Petty differ:%n  %s".formatted(other, String.join("\n  ", differences)));
        }
    }

    private interface Differences {
        List<String> find() throws SQLException;
    }

    /**
     * Exports one event day. The delivery day affects no other event day, because it was generated without late
     * readings.
     */
    private void export(Path home, Path folder) throws IOException, InterruptedException, FailedProgramException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> table : FORMATS.entrySet()) {
            export(home, table.getKey(), table.getValue(), folder.resolve(file(table)));
        }
    }

    private static String file(Map.Entry<String, String> table) {
        return table.getKey() + "." + table.getValue();
    }

    private void export(Path home, String table, String format, Path out)
            throws IOException, InterruptedException, FailedProgramException {
        List<String> command = new ArrayList<>(List.of(petty.toString(), "export", table));
        command.addAll(List.of("--home", home.toString(), "--date", RawDay.DATE.toString()));
        command.addAll(List.of("--format", format));
        command.addAll(List.of("--out", out.toString()));
        stopwatch.measure(command);
    }
}
