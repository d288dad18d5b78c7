package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.lake.Lake;
import io.petty.lake.database.LakeDatabase;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.StorageLocation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that another engine reads the tables' current files and finds the columns of the contract and the rows of the
 * exports.
 */
class TablesTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);

    @TempDir
    private static Path folder;

    private static PettyHome home;
    private static Connection duckdb;

    @BeforeAll
    static void runAndOpen() throws Exception {
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(300), Duration.ofSeconds(60))
                .withShares(0.03, 0.03, 0.01)
                .withFiles(FileFormat.MIXED, 4);
        Path raw = folder.resolve("raw");
        new Generator(settings).generate(raw, FIRST, 4, 5, 8, null, (file, soFar) -> {});
        home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw);
        home.command("rerun", "--date", FIRST, "--force");
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        execute("set timezone = 'UTC'");
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Lake lake = new Lake(
                        database,
                        StorageLocation.parse(home.folder().resolve("lake").toString()),
                        S3Settings.AWS,
                        new CollarBuckets(CollarBuckets.DEFAULT_COUNT))) {
            view("timelines", lake.timelines());
            view("summaries", lake.summaries());
            view("readings", lake.readings());
            view("rejects", lake.rejects());
        }
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    @Test
    void columnsHaveTheOrderAndTypesOfTheContract() throws SQLException {
        assertThat(columns("timelines"))
                .isEqualTo(
                        "event_id VARCHAR, collar_id VARCHAR, day DATE, start TIMESTAMP, end TIMESTAMP,"
                                + " behavior VARCHAR, rule_confidence DOUBLE, confidence DOUBLE, readings INTEGER,"
                                + " hr_readings INTEGER, hr_mean DOUBLE, hr_std DOUBLE, hr_min DOUBLE, hr_max DOUBLE,"
                                + " radius_m DOUBLE, distance_m DOUBLE, fetch_cycles INTEGER, baseline_hr DOUBLE,"
                                + " reference_hr DOUBLE, feedback_positive INTEGER, feedback_negative INTEGER, review VARCHAR, corrected_behavior VARCHAR, ruleset VARCHAR");
        assertThat(columns("summaries"))
                .isEqualTo("collar_id VARCHAR, day DATE, minutes_deep_sleep DOUBLE, minutes_resting DOUBLE,"
                        + " minutes_alert DOUBLE, minutes_walking DOUBLE, minutes_running DOUBLE,"
                        + " minutes_anxious_pacing DOUBLE, minutes_playing_fetch DOUBLE, observed_minutes DOUBLE,"
                        + " readings INTEGER, first_reading TIMESTAMP, last_reading TIMESTAMP, hr_min DOUBLE,"
                        + " hr_mean DOUBLE, hr_max DOUBLE, resting_hr DOUBLE, distance_m DOUBLE, events INTEGER,"
                        + " flags VARCHAR[]");
        assertThat(columns("readings"))
                .isEqualTo("collar_id VARCHAR, time TIMESTAMP, heart_rate DOUBLE, activity_level INTEGER,"
                        + " lon DOUBLE, lat DOUBLE, event_day DATE, delivery_day DATE");
        assertThat(columns("rejects"))
                .isEqualTo("delivery_day DATE, file VARCHAR, line BIGINT, reason VARCHAR, message VARCHAR,"
                        + " content VARCHAR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timelines", "summaries", "readings", "rejects"})
    void everyColumnIsCompressedWithZstd(String table) throws SQLException {
        assertThat(strings("select distinct compression from parquet_metadata(getvariable('%s'))".formatted(table)))
                .containsExactly("ZSTD");
    }

    /** Spark with Iceberg before 1.10 reads only these encodings (docs/decisions/0035-older-readers.md). */
    @ParameterizedTest
    @ValueSource(strings = {"timelines", "summaries", "readings", "rejects"})
    void onlyTheTimesOfReadingsHaveAnEncodingThatOlderReadersLack(String table) throws SQLException {
        assertThat(strings("""
                select distinct path_in_schema || ' ' || encoding
                from (select path_in_schema, unnest(string_split(encodings, ', ')) as encoding
                    from parquet_metadata(getvariable('%s')))
                where encoding not in ('PLAIN', 'RLE', 'RLE_DICTIONARY', 'PLAIN_DICTIONARY')
                """.formatted(table)))
                .isEqualTo(table.equals("readings") ? List.of("time DELTA_BINARY_PACKED") : List.of());
    }

    @Test
    void rowsAreInTheOrderOfTheTable() throws SQLException {
        assertInOrder("timelines", "(collar_id, start)");
        assertInOrder("summaries", "(collar_id)");
        assertInOrder("rejects", "(file, line)");
        // Each collar's readings are contiguous and in the order of time.
        assertThat(strings("""
                select filename || collar_id from (
                    select filename, collar_id, time,
                        lag(collar_id) over file as earlier, lag(time) over file as earlier_time
                    from readings_files window file as (partition by filename order by file_row_number))
                where earlier = collar_id and earlier_time >= time
                """)).isEmpty();
        assertThat(strings("""
                select filename || collar_id from (
                    select filename, collar_id, lag(collar_id) over (
                        partition by filename order by file_row_number) is distinct from collar_id as begins
                    from readings_files)
                where begins group by filename, collar_id having count(*) > 1
                """)).isEmpty();
    }

    @Test
    void timelinesAndSummariesEqualTheExports() throws Exception {
        for (LocalDate day : home.eventDays()) {
            assertSame("timelines", "day", day, "collar_id, start");
            assertSame("summaries", "day", day, "collar_id");
        }
    }

    @Test
    void readingsAndRejectsEqualTheExports() throws Exception {
        for (LocalDate day : home.deliveryDays()) {
            assertSame("rejects", "delivery_day", day, "file, line");
        }
        for (LocalDate day : home.eventDays()) {
            // Each delivery day keeps its own readings. The export has only one reading per collar and millisecond.
            Path export = folder.resolve("readings-" + day + ".parquet");
            home.command("export", "readings", "--date", day, "--format", "parquet", "--out", export);
            assertThat(strings("""
                    select * from read_parquet('%s') except all
                    (select distinct on (collar_id, time) * from readings where event_day = '%s'
                     order by collar_id, time, heart_rate, activity_level, lon nulls last, lat nulls last, delivery_day)
                    """.formatted(export, day))).isEmpty();
            assertThat(strings("select count(*) from read_parquet('%s')".formatted(export)))
                    .isEqualTo(strings("select count(distinct (collar_id, time)) from readings where event_day = '%s'"
                            .formatted(day)));
        }
    }

    /**
     * Compares a day of a table row by row with its Parquet export, and its row count with the lines of the text
     * export.
     */
    private static void assertSame(String table, String dayColumn, LocalDate day, String order) throws Exception {
        Path export = folder.resolve(table + "-" + day + ".parquet");
        home.command("export", table, "--date", day, "--format", "parquet", "--out", export);
        List<String> rows =
                strings("select row_to_json(t)::varchar from (select * from %s where %s = '%s') t order by %s"
                        .formatted(table, dayColumn, day, order));
        assertThat(rows)
                .hasSize((int) home.export(table, day).lines().count())
                .isEqualTo(strings("select row_to_json(t)::varchar from read_parquet('%s') t".formatted(export)));
    }

    private static void assertInOrder(String table, String key) throws SQLException {
        assertThat(strings("""
                select filename from (
                    select filename, %s as k, lag(%s) over (partition by filename order by file_row_number) as earlier
                    from %s_files)
                where earlier is not null and earlier > k
                """.formatted(key, key, table))).isEmpty();
    }

    /**
     * Creates two views of a table's current files, one of them with file names and row numbers, and a variable with
     * their paths.
     */
    private static void view(String table, Table iceberg) throws SQLException {
        List<String> paths = new ArrayList<>();
        long rows = 0;
        for (DataFile file : Lake.currentDataFiles(iceberg, Expressions.alwaysTrue())) {
            paths.add("'" + file.location().replaceFirst("^file:", "") + "'");
            rows += file.recordCount();
        }
        String list = paths.stream().collect(Collectors.joining(", ", "[", "]"));
        execute("set variable %s = %s".formatted(table, list));
        execute("create view %s as select * from read_parquet(%s, hive_partitioning = false)".formatted(table, list));
        execute("create view %s_files as select * from read_parquet(%s, hive_partitioning = false, filename = true,"
                        .formatted(table, list)
                + " file_row_number = true)");
        assertThat(strings("select count(*) from " + table)).containsExactly(String.valueOf(rows));
    }

    private static String columns(String table) throws SQLException {
        return String.join(
                ", ", strings("select column_name || ' ' || column_type from (describe %s)".formatted(table)));
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(String.valueOf(rows.getString(1)));
            }
        }
        return strings;
    }
}
