package io.petty.lake.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates the schema of a lake's database by the files below {@code db/migration}.
 *
 * @param url the JDBC address
 */
record Migrations(String url, DataSource dataSource) {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** The newest migration below {@code db/migration}. */
    static final String NEWEST = "15";

    /** The number of the advisory lock for migrations of a PostgreSQL database: "petty" in ASCII. */
    private static final long LOCK = 0x7065747479L;

    private static final String TABLE = "flyway_schema_history";

    /** Migrates the database if it isn't up to date. Checks that without Flyway, which takes longer to start than most commands
     * to run. */
    void run() {
        if (isUpToDate()) {
            return;
        }
        // Flyway checks for its table and creates it in two steps, so processes that start together on a new server
        // could
        // conflict. For the embedded database, the lock on opening it prevents that.
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean shared = url.startsWith("jdbc:postgresql:");
            if (shared) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
            }
            try {
                migrate();
            } finally {
                if (shared) {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void migrate() {
        if (isUpToDate()) {
            return;
        }
        MigrateResult result = Flyway.configure()
                .dataSource(dataSource)
                .table(TABLE)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        LOG.debug("Migrated the database to version {}", result.targetSchemaVersion);
    }

    /** Returns whether any migration has run, so Petty's tables exist. */
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
