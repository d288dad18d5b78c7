package io.petty.systemtests;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An empty database on PostgreSQL. All that one process of the tests asks for are on one server, which starts for the
 * first of them and ends with the process.
 *
 * @param url its JDBC address
 */
record PostgresDatabase(String url) {
    static final String USER = "postgres";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Started when the first database is made. */
    private static final class Server {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static PostgresDatabase create() throws SQLException {
        String name = "petty_" + NUMBERS.incrementAndGet();
        PostgresDatabase server = on(Server.SERVER);
        server.execute("create database " + name);
        return new PostgresDatabase(server.url().replaceFirst("[^/]*$", name));
    }

    /** The first database of a server. */
    static PostgresDatabase on(EmbeddedPostgres server) {
        return new PostgresDatabase(server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The settings with which a process uses it, as environment variables. */
    Map<String, String> environment() {
        return Map.of("PETTY_DATABASE_URL", url, "PETTY_DATABASE_USER", USER);
    }

    /** Lets commands in this process use it until that is closed. */
    Use use() {
        System.setProperty("petty.database.url", url);
        System.setProperty("petty.database.user", USER);
        return () -> {
            System.clearProperty("petty.database.url");
            System.clearProperty("petty.database.user");
        };
    }

    /** What ends without an exception. */
    interface Use extends Closeable {
        @Override
        void close();
    }
}
