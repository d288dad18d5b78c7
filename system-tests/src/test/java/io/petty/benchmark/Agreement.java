package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Holds what DuckDB wrote against the exports of Petty's home: the two are only comparable when they agree. */
final class Agreement {
    private final Path petty;
    private final Path exports;
    private final Stopwatch stopwatch;

    /** @param exports a folder that isn't there yet, for what Petty exports */
    Agreement(Path petty, Path exports, Stopwatch stopwatch) {
        this.petty = petty;
        this.exports = exports;
        this.stopwatch = stopwatch;
    }

    /**
     * Compares timelines, summaries, readings and rejects.
     *
     * @param home the day's, published
     * @param duckDb what DuckDB wrote of the whole spec
     * @throws FailedProgramException when they differ, with the differences
     */
    void require(Path home, Path duckDb) throws IOException, InterruptedException, FailedProgramException {
        System.err.println("Comparing DuckDB's timelines, summaries, readings and rejects with Petty's ...");
        Files.createDirectories(exports);
        // A day generated alone holds no reading of another day, so the delivery day feeds this event day only.
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
