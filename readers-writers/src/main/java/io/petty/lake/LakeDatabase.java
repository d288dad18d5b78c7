package io.petty.lake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a lake: catalog, job metadata and our own records, embedded in the home folder. */
public final class LakeDatabase implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeDatabase.class);

    /** The newest migration below {@code db/migration}; an older database is brought up to it when it is opened. */
    private static final String NEWEST_MIGRATION = "2";

    private static final String MIGRATIONS_TABLE = "flyway_schema_history";

    private final String url;
    private final HikariDataSource dataSource;

    private LakeDatabase(String url, HikariDataSource dataSource) {
        this.url = url;
        this.dataSource = dataSource;
    }

    /**
     * Opens the embedded database of a home folder, making both where they aren't there.
     *
     * @throws UncheckedIOException when the folder can't be made
     */
    public static LakeDatabase openEmbedded(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("The home folder %s can't be made".formatted(home), e);
        }
        // AUTO_SERVER lets a second process share the file, by a port that is bound to loopback alone. Without
        // WRITE_DELAY=0 a kill could lose the last half second of acknowledged commits. Names are in lower case as on
        // PostgreSQL, since Iceberg's catalog looks its columns up by such names.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        String url = "jdbc:h2:file:" + home.toAbsolutePath().normalize().resolve("database")
                + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
        HikariConfig config = new HikariConfig();
        config.setPoolName("petty");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        LakeDatabase database = new LakeDatabase(url, new HikariDataSource(config));
        database.migrate();
        return database;
    }

    /** Asks the database itself first, since Flyway takes longer to start than most commands to run. */
    private void migrate() {
        if (isUpToDate()) {
            return;
        }
        MigrateResult result = Flyway.configure()
                .dataSource(dataSource)
                .table(MIGRATIONS_TABLE)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        LOG.debug("Database brought to version {}", result.targetSchemaVersion);
    }

    private boolean isUpToDate() {
        if (!hasTable(MIGRATIONS_TABLE)) {
            return false;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet newest = statement.executeQuery("select 1 from \"" + MIGRATIONS_TABLE
                        + "\" where \"version\" = '" + NEWEST_MIGRATION + "' and \"success\"")) {
            return newest.next();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Whether the database has a table of this name, given in lower case. */
    public boolean hasTable(String name) {
        try (Connection connection = dataSource.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, null, name, new String[] {"TABLE", "BASE TABLE"})) {
            return tables.next();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("The database at " + url + " can't be read: " + e.getMessage(), e);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** The JDBC address, for those who must open connections of their own. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
