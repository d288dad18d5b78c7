package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Compares DuckDB's output with the exports of Petty's home. Their times are only comparable if they agree. */
final class Agreement {
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
        Files.createDirectories(exports);
        // The delivery day was generated without other days. It contains no late readings, so it affects only this
        // event day.
        export(home, "timelines", "ndjson");
        export(home, "summaries", "ndjson");
        export(home, "readings", "parquet");
        export(home, "rejects", "ndjson");
        List<String> differences;
        try {
            differences = Comparison.of(exports, duckDb);
        } catch (SQLException e) {
            throw new FailedProgramException("DuckDB's results can't be compared with Petty's: " + e.getMessage());
        }
        if (!differences.isEmpty()) {
            throw new FailedProgramException("DuckDB and Petty differ:\n  " + String.join("\n  ", differences));
        }
    }

    private void export(Path home, String table, String format)
            throws IOException, InterruptedException, FailedProgramException {
        List<String> command = new ArrayList<>(List.of(petty.toString(), "export", table));
        command.addAll(List.of("--home", home.toString(), "--date", RawDay.DATE.toString()));
        command.addAll(List.of("--format", format));
        command.addAll(List.of("--out", exports.resolve(table + "." + format).toString()));
        stopwatch.measure(command);
    }
}
