package io.petty.lake.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL server that the tests of a JVM share. It starts on first use and ends with the JVM. */
public final class SharedPostgres {
    private static final Duration LONGEST_START = Duration.ofMinutes(4);
    private static final int POOL_SIZE = 2;

    private static @Nullable EmbeddedPostgres server;
    private static int databases;

    private SharedPostgres() {}

    public static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.builder()
                    .setPGStartupWait(LONGEST_START)
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .start();
        }
        return server;
    }

    /** Creates an empty database and returns its settings. */
    public static synchronized DatabaseSettings newDatabase() throws IOException, SQLException {
        String name = "test_" + ++databases;
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return settings(name);
    }

    /** Returns the settings of a database with the given name. */
    static DatabaseSettings settings(String name) throws IOException {
        return DatabaseSettings.ownedBy(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server().getPort(), name),
                "postgres",
                "postgres",
                POOL_SIZE);
    }
}
