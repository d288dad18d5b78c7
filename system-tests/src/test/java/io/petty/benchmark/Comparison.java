package io.petty.benchmark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares Petty's exports with the output of {@link DuckDb}, row by row and column by column. Doubles may differ by a
 * billionth of their value, because the two programs add fractions in different orders. Metres may differ by a
 * millimetre, because one program may round a distance up and the other one down. Everything else must be equal.
 * Readings must be equal to the last bit.
 */
final class Comparison {
    private static final String TIMELINES = "event_id VARCHAR, collar_id VARCHAR, day DATE, start TIMESTAMP,"
            + " end TIMESTAMP, behavior VARCHAR, rule_confidence DOUBLE, confidence DOUBLE, readings INTEGER,"
            + " hr_readings INTEGER, hr_mean DOUBLE, hr_std DOUBLE, hr_min DOUBLE, hr_max DOUBLE,"
            + " radius_m DOUBLE, distance_m DOUBLE, fetch_cycles INTEGER, baseline_hr DOUBLE, reference_hr DOUBLE,"
            + " feedback_positive INTEGER, feedback_negative INTEGER, review VARCHAR,"
            + " corrected_behavior VARCHAR, ruleset VARCHAR";
    private static final String SUMMARIES = "collar_id VARCHAR, day DATE, minutes_deep_sleep DOUBLE,"
            + " minutes_resting DOUBLE, minutes_alert DOUBLE, minutes_walking DOUBLE, minutes_running DOUBLE,"
            + " minutes_anxious_pacing DOUBLE, minutes_playing_fetch DOUBLE, observed_minutes DOUBLE,"
            + " readings INTEGER, first_reading TIMESTAMP, last_reading TIMESTAMP, hr_min DOUBLE, hr_mean DOUBLE,"
            + " hr_max DOUBLE, resting_hr DOUBLE, distance_m DOUBLE, events INTEGER, flags VARCHAR[]";
    private static final int SHOWN = 10;

    private final Statement statement;
    private final Path exports;
    private final Path duckDb;
    private final List<String> differences = new ArrayList<>();

    private Comparison(Statement statement, Path exports, Path duckDb) {
        this.statement = statement;
        this.exports = exports;
        this.duckDb = duckDb;
    }

    /**
     * Returns the differences; empty if both agree. Lists the first ten of each kind, with the total number.
     *
     * @param exports a folder with the output of {@code petty export}: {@code timelines*.ndjson},
     *     {@code summaries*.ndjson} and {@code readings*.parquet} of every event day that the delivery day affects,
     *     and {@code rejects*.ndjson} of the delivery day
     * @param duckDb the output folder of {@code DuckDb timelines}
     */
    static List<String> of(Path exports, Path duckDb) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'; set preserve_insertion_order = false");
            Comparison comparison = new Comparison(statement, exports, duckDb);
            comparison.compare("timelines", TIMELINES, List.of("collar_id", "start"));
            comparison.compare("summaries", SUMMARIES, List.of("collar_id", "day"));
            comparison.compareReadings(duckDb.resolve("readings.parquet"));
            comparison.compareRejects();
            return List.copyOf(comparison.differences);
        }
    }

    /**
     * Compares only readings.
     *
     * @param readings a pattern that matches the Parquet files of another program
     */
    static List<String> ofReadings(Path exports, Path readings) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Comparison comparison = new Comparison(statement, exports, readings);
            comparison.compareReadings(readings);
            return List.copyOf(comparison.differences);
        }
    }

    private void compare(String table, String declared, List<String> key) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        for (String column : declared.split(", ", -1)) {
            String[] nameAndType = column.split(" ", 2);
            types.put(nameAndType[0], nameAndType[1]);
        }
        String columns = types.entrySet().stream()
                .map(column -> "\"" + column.getKey() + "\": '" + column.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        String join = key.stream()
                .map(column -> "petty.\"%1$s\" = duckdb.\"%1$s\"".formatted(column))
                .collect(Collectors.joining(" and "));
        statement.execute("create table petty_%1$s as from read_json(%2$s, columns = %3$s)"
                .formatted(table, DuckDb.quoted(exports.resolve(table + "*.ndjson")), columns));
        statement.execute("create table duckdb_%1$s as from %2$s"
                .formatted(table, DuckDb.quoted(duckDb.resolve(table + ".parquet"))));
        addDifferences(table + ": unexpected columns of DuckDB", """
                select column_name || ' ' || column_type as difference from (describe duckdb_%1$s)
                except all select column_name || ' ' || column_type from (describe petty_%1$s)""".formatted(table));
        addDifferences(table + ": missing or different rows", """
                select to_json(petty) || ' / ' || to_json(duckdb) as difference
                from petty_%1$s as petty full join duckdb_%1$s as duckdb on %2$s where %3$s""".formatted(
                table, join, types.entrySet().stream().map(Comparison::differs).collect(Collectors.joining(" or "))));
    }

    private static String differs(Map.Entry<String, String> column) {
        String petty = "petty.\"" + column.getKey() + "\"";
        String duckdb = "duckdb.\"" + column.getKey() + "\"";
        if (!column.getValue().equals("DOUBLE")) {
            return "%s is distinct from %s".formatted(petty, duckdb);
        }
        double least = column.getKey().endsWith("_m") ? 0.0011 : 0;
        return "(%1$s is distinct from %2$s and coalesce(abs(%1$s - %2$s) > greatest(%3$s, abs(%1$s) * 1e-9), true))"
                .formatted(petty, duckdb, least);
    }

    private void compareReadings(Path readings) throws SQLException {
        statement.execute("create view petty_readings as from "
                + "read_parquet(%s)".formatted(DuckDb.quoted(exports.resolve("readings*.parquet"))));
        statement.execute(
                "create view duckdb_readings as from " + "read_parquet(%s)".formatted(DuckDb.quoted(readings)));
        // The sum of the rows' hashes covers every column of every row. A join would take a minute and much memory.
        String content = "count(*) || ' readings with hash ' || coalesce(sum(hash(collar_id, time, heart_rate,"
                + " activity_level, lon, lat, event_day, delivery_day)), 0)";
        addDifferences("readings", """
                select petty || ' / ' || duckdb as difference
                from (select %1$s as petty from petty_readings), (select %1$s as duckdb from duckdb_readings)
                where petty <> duckdb""".formatted(content));
    }

    /**
     * Compares the number of rejects by reason. DuckDB doesn't keep the text of invalid JSON, so Petty's {@code
     * encoding} rejects count as {@code json}.
     */
    private void compareRejects() throws SQLException {
        addDifferences("rejects by reason", """
                select reason || ': ' || coalesce(petty, 0) || ' / ' || coalesce(duckdb, 0) as difference
                from (select case reason when 'encoding' then 'json' else reason end as reason, count(*) as petty
                    from read_json(%s, columns = {reason: 'VARCHAR'}) group by all)
                full join (select reason, count(*) as duckdb from %s group by all) using (reason)
                where petty is distinct from duckdb""".formatted(
                DuckDb.quoted(exports.resolve("rejects*.ndjson")), DuckDb.quoted(duckDb.resolve("rejects.parquet"))));
    }

    private void addDifferences(String kind, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "select difference, count(*) over () from (%s) order by difference limit %d".formatted(query, SHOWN))) {
            while (rows.next()) {
                differences.add("%s (1 of %d): %s".formatted(kind, rows.getLong(2), rows.getString(1)));
            }
        }
    }
}
