package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.petty.lake.Publications;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A script creates the schema of a new database. Migrations update an existing database and keep its content. */
class MigrationsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void assignsVoicesCountedByBehaviorToTheEventClassesOfTheirRuleset(String kind) throws IOException, SQLException {
        DriverManagerDataSource database = database(kind);
        before(database, "11");
        JdbcClient client = JdbcClient.create(database);
        client.sql("insert into runs (command, state, started_at) values ('run', 'completed', current_timestamp)")
                .update();
        client.sql("insert into publications (event_day, run_id, ruleset, readings_fingerprint, baselines_fingerprint,"
                        + " resting_fingerprint, timelines_snapshot, summaries_snapshot, resting_snapshot, collars,"
                        + " readings, events, published_at)"
                        + " values (?, 1, '2026.1', '', '', '', 1, 1, 1, 1, 1, 1, current_timestamp)")
                .param(DAY)
                .update();
        client.sql("insert into published_days (event_day, publication_id) values (?, 1)")
                .param(DAY)
                .update();
        for (String behavior : new String[] {"Deep Sleep", "Walking"}) {
            client.sql("insert into publication_voices (publication_id, given_day, behavior, positive, negative,"
                            + " collars) values (1, ?, ?, 3, 1, 77)")
                    .params(DAY, behavior)
                    .update();
        }

        migrate(database);

        try (LakeDatabase lake = opened(database)) {
            Publications publications = new Publications(lake);
            assertThat(publications.voices(DAY, DAY))
                    .containsExactly(
                            new VoiceTotal(DAY, DAY, new EventClass(Behavior.DEEP_SLEEP, 0.90), 3, 1, 77),
                            new VoiceTotal(DAY, DAY, new EventClass(Behavior.WALKING, 0.70), 3, 1, 77));
            assertThat(publications.deleteAllButCurrent()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void createsTheSchemaThatMigrationsLeave(String kind) throws IOException, SQLException {
        DriverManagerDataSource created = database(kind);
        migrate(created);
        DriverManagerDataSource migrated = database(kind);
        before(migrated, "14");
        migrate(migrated);

        assertThat(versions(created)).containsExactly(Migrations.NEWEST);
        assertThat(versions(migrated)).hasSize(Integer.parseInt(Migrations.NEWEST));
        assertThat(schema(created)).isNotEmpty().isEqualTo(schema(migrated));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void appliesLaterMigrationsToACreatedSchema(String kind, @TempDir Path later) throws IOException, SQLException {
        DriverManagerDataSource database = database(kind);
        migrate(database);
        Files.writeString(later.resolve("V16__later.sql"), "create table later (id integer)");

        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration", "filesystem:" + later)
                .load()
                .migrate();

        assertThat(versions(database)).containsExactly(Migrations.NEWEST, "16");
    }

    @Test
    void createsTheRestOfASchemaWhoseCreationWasInterrupted() throws IOException, SQLException {
        DriverManagerDataSource database = database("h2");
        migrate(database);
        SortedSet<String> complete = schema(database);
        JdbcClient client = JdbcClient.create(database);
        for (String table : new String[] {"\"flyway_schema_history\"", "rules_in_force", "forgotten_events"}) {
            client.sql("drop table " + table).update();
        }

        migrate(database);

        assertThat(schema(database)).isEqualTo(complete);
    }

    private static void migrate(DriverManagerDataSource database) {
        new Migrations(String.valueOf(database.getUrl()), database).run();
    }

    private static List<String> versions(DataSource database) {
        return JdbcClient.create(database)
                .sql(
                        "select \"version\" from \"flyway_schema_history\" where \"version\" is not null order by \"installed_rank\"")
                .query(String.class)
                .list();
    }

    /** Describes columns, keys and indexes, from the database's metadata, and the rows that the schema inserts. */
    private static SortedSet<String> schema(DataSource database) throws SQLException {
        SortedSet<String> schema = new TreeSet<>();
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData metadata = connection.getMetaData();
            String catalog = connection.getCatalog();
            String own = connection.getSchema();
            List<String> tables = new ArrayList<>();
            each(metadata.getTables(catalog, own, null, new String[] {"TABLE", "BASE TABLE", "SEQUENCE"}), row -> {
                String name = row.getString("TABLE_NAME");
                if (!name.equals("flyway_schema_history")) {
                    tables.add(name);
                }
            });
            for (String table : tables) {
                schema.add(table);
                each(
                        metadata.getColumns(catalog, own, table, null),
                        row -> schema.add(columns(
                                row,
                                "TABLE_NAME",
                                "ORDINAL_POSITION",
                                "COLUMN_NAME",
                                "TYPE_NAME",
                                "COLUMN_SIZE",
                                "DECIMAL_DIGITS",
                                "IS_NULLABLE",
                                "COLUMN_DEF")));
                each(
                        metadata.getPrimaryKeys(catalog, own, table),
                        row -> schema.add("key " + columns(row, "TABLE_NAME", "KEY_SEQ", "COLUMN_NAME")));
                each(
                        metadata.getImportedKeys(catalog, own, table),
                        row -> schema.add("reference "
                                + columns(
                                        row,
                                        "FKTABLE_NAME",
                                        "FKCOLUMN_NAME",
                                        "PKTABLE_NAME",
                                        "PKCOLUMN_NAME",
                                        "DELETE_RULE")));
                each(
                        metadata.getIndexInfo(catalog, own, table, false, true),
                        row -> schema.add("index "
                                + columns(row, "TABLE_NAME", "NON_UNIQUE", "ORDINAL_POSITION", "COLUMN_NAME")));
            }
        }
        JdbcClient client = JdbcClient.create(database);
        for (String table : List.of("leases", "access_versions")) {
            schema.add(table + client.sql("select * from " + table).query().listOfRows());
        }
        return schema;
    }

    private static String columns(ResultSet row, String... names) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.add(name + " " + row.getString(name));
        }
        return String.join(", ", values);
    }

    private static void each(ResultSet rows, Row use) throws SQLException {
        try (rows) {
            while (rows.next()) {
                use.accept(rows);
            }
        }
    }

    private interface Row {
        void accept(ResultSet row) throws SQLException;
    }

    private static DriverManagerDataSource database(String kind) throws IOException, SQLException {
        if (kind.equals("h2")) {
            // H2 reads the allowed classes only once, when it is loaded.
            EmbeddedLogin.secureH2();
            return new DriverManagerDataSource(
                    "jdbc:h2:mem:" + UUID.randomUUID()
                            + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                    "sa",
                    "");
        }
        DatabaseSettings settings = SharedPostgres.newDatabase();
        return new DriverManagerDataSource(
                String.valueOf(settings.url()), String.valueOf(settings.user()), String.valueOf(settings.password()));
    }

    private static LakeDatabase opened(DriverManagerDataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        return new LakeDatabase(String.valueOf(database.getUrl()), new HikariDataSource(config));
    }

    private static void before(DataSource database, String version) {
        Flyway.configure()
                .dataSource(database)
                .table("flyway_schema_history")
                .target(version)
                .load()
                .migrate();
    }
}
