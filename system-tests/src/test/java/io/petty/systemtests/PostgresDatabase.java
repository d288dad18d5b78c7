package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.WrittenLines;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An empty database on PostgreSQL. All databases of one test process are on one server, which starts with the first of
 * them and ends with the process.
 *
 * @param url its JDBC address
 */
record PostgresDatabase(String url) {
    static final String USER = "postgres";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Started when the first database is created. */
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

    /** Returns a copy as of now, as from a backup. */
    PostgresDatabase copy() throws SQLException {
        // A database with sessions can't be copied.
        transactions();
        String name = "petty_" + NUMBERS.incrementAndGet();
        on(Server.SERVER)
                .execute("create database %s template %s".formatted(name, url.substring(url.lastIndexOf('/') + 1)));
        return new PostgresDatabase(url.replaceFirst("[^/]*$", name));
    }

    /** Returns the default database of a server. */
    static PostgresDatabase on(EmbeddedPostgres server) {
        return new PostgresDatabase(server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Returns the number of transactions. Waits until no session is connected, because only then have all been counted.
     */
    long transactions() throws SQLException {
        String ofThis = " where datname = '%s'".formatted(url.substring(url.lastIndexOf('/') + 1));
        String server = url.replaceFirst("[^/]*$", "postgres");
        try (Connection connection = DriverManager.getConnection(server, USER, "");
                Statement statement = connection.createStatement()) {
            long end = System.nanoTime() + WrittenLines.PATIENCE.toNanos();
            while (number(statement, "select count(*) from pg_stat_activity" + ofThis) > 0) {
                assertThat(System.nanoTime()).as("sessions are still connected").isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            return number(statement, "select xact_commit + xact_rollback from pg_stat_database" + ofThis);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Returns the environment variables with which a process uses this database. */
    Map<String, String> environment() {
        return Map.of("PETTY_DATABASE_URL", url, "PETTY_DATABASE_USER", USER);
    }

    /** Lets commands in this process use this database until the result is closed. */
    Use use() {
        System.setProperty("petty.database.url", url);
        System.setProperty("petty.database.user", USER);
        return () -> {
            System.clearProperty("petty.database.url");
            System.clearProperty("petty.database.user");
        };
    }

    /** A resource whose closing throws no exception. */
    interface Use extends Closeable {
        @Override
        void close();
    }
}
