package io.petty.lake.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates or migrates the schema of a lake's database. The script {@code db/schema.sql} creates the schema of a new
 * database. Flyway migrates databases of earlier versions with the files below {@code db/migration}. Applying these
 * files to new databases as well would take a tenth of a small run's time.
 *
 * @param url the JDBC address
 */
record Migrations(String url, DataSource dataSource) {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** The version of the newest migration below {@code db/migration}. */
    static final String NEWEST = "15";

    /** The number of the advisory lock for migrations of a PostgreSQL database: "petty" in ASCII. */
    private static final long LOCK = 0x7065747479L;

    private static final String TABLE = "flyway_schema_history";

    /**
     * Brings the schema up to date. Checks first without Flyway, which takes longer to start than most commands take to
     * run.
     */
    void run() {
        if (isUpToDate()) {
            return;
        }
        // Processes that start together on a new server must not both create tables. The embedded database is
        // protected by the lock that a process acquires to open it.
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean shared = url.startsWith("jdbc:postgresql:");
            if (shared) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
            }
            try {
                if (haveBegun()) {
                    migrate();
                } else {
                    create();
                }
            } finally {
                if (shared) {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Creates the schema, on PostgreSQL in one transaction. H2 commits after each statement, but each one can be
     * repeated.
     */
    private void create() throws SQLException {
        try (InputStream script = Migrations.class.getResourceAsStream("/db/schema.sql");
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
            connection.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void migrate() {
        if (isUpToDate()) {
            return;
        }
        MigrateResult result =
                Flyway.configure().dataSource(dataSource).table(TABLE).load().migrate();
        LOG.debug("Migrated the database to version {}", result.targetSchemaVersion);
    }

    /** Returns whether the schema was created, by this or an earlier version. */
    boolean haveBegun() {
        try (Connection connection = dataSource.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), TABLE, null)) {
            return tables.next();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private boolean isUpToDate() {
        if (!haveBegun()) {
            return false;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet newest = statement.executeQuery(
                        "select 1 from \"" + TABLE + "\" where \"version\" = '" + NEWEST + "' and \"success\"")) {
            return newest.next();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("The database at " + url + " can't be read: " + e.getMessage(), e);
    }
}
