package io.petty.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.DatabaseUnavailableException;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.database.SharedPostgres;
import io.petty.process.HandClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins to PostgreSQL with the password of a secret, before and after its rotation. */
class DatabaseSecretTest {
    @TempDir
    private Path home;

    @Test
    void usesARotatedPasswordWithoutARestart() throws Exception {
        HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
        EmbeddedPostgres server = SharedPostgres.server();
        try (SecretsManagerServer manager = new SecretsManagerServer();
                Secrets secrets = Secrets.open(home, manager.settings(), clock)) {
            execute(server, "create role keeper login superuser password 'first-s3cret'");
            requirePassword(server, "keeper");
            manager.put("petty/database", login("keeper", "wrong-s3cret"));
            DatabaseSettings settings =
                    DatabaseSettings.ownedBy(SharedPostgres.newDatabase().url(), null, null, 4);
            assertThatThrownBy(() -> LakeDatabase.open(home, settings, DatabaseSecret.logins(secrets, settings))
                            .close())
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageContaining("secret 'database'")
                    .hasMessageContaining("keeper")
                    .hasMessageNotContaining("s3cret");

            manager.put("petty/database", login("keeper", "first-s3cret"));
            try (LakeDatabase database = LakeDatabase.open(home, settings, DatabaseSecret.logins(secrets, settings))) {
                assertThatCode(() -> database.client()
                                .sql("select * from access_versions")
                                .query()
                                .listOfRows())
                        .doesNotThrowAnyException();
                execute(server, "alter role keeper password 'second-s3cret'");
                manager.put("petty/database", login("keeper", "second-s3cret"));
                List<Connection> held = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    held.add(database.dataSource().getConnection());
                }
                assertThat(held)
                        .allSatisfy(
                                connection -> assertThat(connection.isValid(0)).isTrue());
                for (Connection connection : held) {
                    connection.close();
                }
            }
            assertThat(manager.unsigned()).isEmpty();
        }
    }

    @Test
    void theOwnerCreatesTheReaderThatLogsInWithASecretOfItsOwn() throws Exception {
        EmbeddedPostgres server = SharedPostgres.server();
        try (SecretsManagerServer manager = new SecretsManagerServer();
                Secrets secrets = Secrets.open(home, manager.settings(), Clock.systemUTC())) {
            String url = SharedPostgres.newDatabase().url();
            manager.put("petty/database", login("postgres", "postgres"));
            manager.put("petty/database-reader", login("guest", "guest-s3cret"));
            DatabaseSettings owner = new DatabaseSettings(url, null, null, 4, "owner", "guest");
            LakeDatabase.open(home, owner, DatabaseSecret.logins(secrets, owner))
                    .close();
            requirePassword(server, "guest");

            DatabaseSettings reader = new DatabaseSettings(url, null, null, 4, "reader", null);
            try (LakeDatabase database = LakeDatabase.open(home, reader, DatabaseSecret.logins(secrets, reader))) {
                assertThat(database.client()
                                .sql("select current_user::text")
                                .query(String.class)
                                .single())
                        .isEqualTo("guest");
            }
            manager.put("petty/database-reader", login("guest", "wrong-s3cret"));
            try (Secrets later = Secrets.open(home.resolve("later"), manager.settings(), Clock.systemUTC())) {
                assertThatThrownBy(() -> LakeDatabase.open(home, reader, DatabaseSecret.logins(later, reader)))
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .hasMessageContaining("secret 'database-reader'")
                        .hasMessageNotContaining("s3cret");
            }
        }
    }

    private static String login(String user, String password) {
        return "{\"engine\":\"postgres\",\"port\":5432,\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(user, password);
    }

    /** Makes the server require the password of one role, since test servers trust all clients on loopback. */
    private static void requirePassword(EmbeddedPostgres server, String role) throws Exception {
        String rules = query(server, "show hba_file");
        Files.writeString(
                Path.of(rules),
                "host all %s 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n".formatted(role));
        execute(server, "select pg_reload_conf()");
        // The server reloads its rules in the background.
        for (boolean refused = false; !refused; ) {
            try (Connection connection = server.getDatabase(role, "postgres").getConnection()) {
                assertThat(connection.isValid(0)).isTrue();
            } catch (SQLException e) {
                refused = true;
            }
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
