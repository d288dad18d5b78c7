package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.petty.lake.Publications;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Databases of earlier versions are migrated with their content. */
class MigrationsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void putsVoicesThatWereCountedByBehaviorInTheClassOfTheirRuleset(String kind) throws IOException, SQLException {
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

        new Migrations(String.valueOf(database.getUrl()), database).run();

        try (LakeDatabase lake = opened(database)) {
            Publications publications = new Publications(lake);
            assertThat(publications.voices(DAY, DAY))
                    .containsExactly(
                            new VoiceTotal(DAY, DAY, new EventClass(Behavior.DEEP_SLEEP, 0.90), 3, 1, 77),
                            new VoiceTotal(DAY, DAY, new EventClass(Behavior.WALKING, 0.70), 3, 1, 77));
            assertThat(publications.deleteAllButCurrent()).isZero();
        }
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
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(version)
                .load()
                .migrate();
    }
}
