package io.petty.lake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.petty.secret.DatabaseLogin;
import io.petty.secret.Secrets;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of a lake: catalog, job metadata and our own records, embedded in the home or on PostgreSQL. */
public final class LakeDatabase implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeDatabase.class);

    /** The newest migration below {@code db/migration}; an older database is brought up to it when it is opened. */
    private static final String NEWEST_MIGRATION = "9";

    /** The number of the advisory lock that migrations of a PostgreSQL database run under: "petty" in ASCII. */
    private static final long MIGRATION_LOCK = 0x7065747479L;

    private static final String MIGRATIONS_TABLE = "flyway_schema_history";

    /** How long a database that doesn't answer, because it is being restarted say, is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same for the embedded one, which many processes at once may want to serve when the one that did has ended. */
    private static final Duration EMBEDDED_PATIENCE = Duration.ofSeconds(40);

    private static final long PAUSE_MILLIS = 500;

    /** How long the embedded one stays closed after its disk was full. */
    private static final Duration REOPENING_PAUSE = Duration.ofSeconds(10);

    /** The longest that the embedded one takes to close itself then. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final String url;
    private final HikariDataSource dataSource;

    private LakeDatabase(String url, HikariDataSource dataSource) {
        this.url = url;
        this.dataSource = dataSource;
    }

    /**
     * Opens the database that the settings name; the embedded one of the home where they name none.
     *
     * @throws DatabaseUnavailableException when the server can't be reached for some seconds or refuses the login
     * @throws UncheckedIOException when the home folder can't be made
     */
    public static LakeDatabase open(Path home, DatabaseSettings settings) {
        String url = settings.url();
        return url == null ? openEmbedded(home, settings) : opened(url, configured(url, settings));
    }

    /**
     * The same, but logs in to a server by a secret when the settings have no password and there are managed secrets. A
     * rotated password is taken up by the next connection.
     *
     * @throws io.petty.secret.SecretException when the secret is needed and can't be read
     */
    public static LakeDatabase open(Path home, DatabaseSettings settings, Secrets secrets) {
        String url = settings.url();
        if (url == null || settings.password() != null || !secrets.isManaged()) {
            return open(home, settings);
        }
        HikariConfig config = configured(url, settings);
        // Asked for here, where its failure is told as what it is.
        config.setUsername(DatabaseLogin.find(secrets).user());
        config.setDataSource(new LoginDataSource(url, secrets));
        return opened(url, config);
    }

    /**
     * Opens the embedded database of a home folder, making both where they aren't there.
     *
     * @throws UncheckedIOException when the folder can't be made
     */
    public static LakeDatabase openEmbedded(Path home) {
        return openEmbedded(home, DatabaseSettings.EMBEDDED);
    }

    private static LakeDatabase openEmbedded(Path home, DatabaseSettings settings) {
        String url = embeddedUrl(home);
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("The home folder %s can't be made".formatted(home), e);
        }
        // Processes open the file one after the other, so that one of them makes it and the others find it whole.
        synchronized (LakeDatabase.class) {
            try (FileChannel file = FileChannel.open(
                            home.resolve("database.opening"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock opening = file.lock()) {
                return opened(url, configured(url, settings));
            } catch (IOException e) {
                throw new UncheckedIOException("The home folder %s can't be written".formatted(home), e);
            }
        }
    }

    private static String embeddedUrl(Path home) {
        // AUTO_SERVER lets a second process share the file, by a port that is bound to loopback alone. Without
        // WRITE_DELAY=0 a kill could lose the last half second of acknowledged commits. Names are in lower case as on
        // PostgreSQL, since Iceberg's catalog looks its columns up by such names.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // "retry:" opens the file again, which Java closes when a thread is interrupted while it reads or writes it:
        // without, one interrupted request would end the database for all.
        return "jdbc:h2:retry:" + home.toAbsolutePath().normalize().resolve("database")
                + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    }

    /**
     * Writes the embedded database's file anew, without what was deleted from it. To do so it must be closed for all, so
     * nothing happens while any process has it open.
     *
     * @return whether it was done; false while it is open
     * @throws UncheckedIOException when the home can't be written
     */
    public static boolean compactEmbedded(Path home) {
        // Who opens the database meanwhile waits for the lock, and finds it compacted.
        synchronized (LakeDatabase.class) {
            try (FileChannel file = FileChannel.open(
                            home.resolve("database.opening"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock opening = file.lock();
                    Connection connection = DriverManager.getConnection(embeddedUrl(home));
                    Statement statement = connection.createStatement()) {
                try (ResultSet sessions = statement.executeQuery("select count(*) from information_schema.sessions")) {
                    sessions.next();
                    if (sessions.getLong(1) > 1) {
                        return false;
                    }
                }
                statement.execute("shutdown compact");
                // Where H2 noted an error, it noted the values of the statement.
                Files.deleteIfExists(home.resolve("database.trace.db"));
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException("The home folder %s can't be written".formatted(home), e);
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "The database of home %s can't be compacted: %s".formatted(home, e.getMessage()), e);
            }
        }
    }

    /** Whether this is the embedded one of a home. */
    public boolean isEmbedded() {
        return url.startsWith("jdbc:h2:");
    }

    /** Writes a server's tables anew, without what was deleted from them; others wait for each meanwhile. */
    public void vacuum(Collection<String> tables) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("vacuum (full) " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database at " + url + " can't be vacuumed: " + e.getMessage(), e);
        }
    }

    static HikariConfig configured(String url, DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("petty");
        config.setJdbcUrl(url);
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize() + CatalogConnections.MOST);
        config.setMinimumIdle(1);
        return config;
    }

    private static LakeDatabase opened(String url, HikariConfig config) {
        LakeDatabase database = new LakeDatabase(url, connected(config));
        try {
            database.migrate();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static HikariDataSource connected(HikariConfig config) {
        long deadline = System.nanoTime() + (isEmbedded(config.getJdbcUrl()) ? EMBEDDED_PATIENCE : PATIENCE).toNanos();
        while (true) {
            try {
                return isEmbedded(config.getJdbcUrl())
                        ? EmbeddedDataSource.open(config, REOPENING_PAUSE, CLOSING)
                        : new HikariDataSource(config);
            } catch (PoolInitializationException e) {
                String state = sqlState(e);
                String reason =
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
                if (state.startsWith("28")) {
                    String login = config.getDataSource() == null
                            ? "petty.database.password: the database at %s refuses petty.database.user %s with it: %s"
                            : "The secret 'database' below petty.secrets.prefix: the database at %s refuses its user"
                                    + " %s and password: %s";
                    throw new DatabaseUnavailableException(
                            login.formatted(config.getJdbcUrl(), config.getUsername(), reason), e);
                }
                if (!isTransient(state) || System.nanoTime() > deadline) {
                    throw new DatabaseUnavailableException(
                            "petty.database.url: the database at %s can't be opened: %s"
                                    .formatted(config.getJdbcUrl(), reason),
                            e);
                }
                LockSupport.parkNanos(Duration.ofMillis(PAUSE_MILLIS).toNanos());
            }
        }
    }

    private static boolean isEmbedded(String url) {
        return url.startsWith("jdbc:h2:");
    }

    /** No connection, a server that starts or stops, or one that has no connection left. */
    private static boolean isTransient(String state) {
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    private static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** Asks the database itself first, since Flyway takes longer to start than most commands to run. */
    private void migrate() {
        if (isUpToDate()) {
            return;
        }
        // Flyway looks for its table and makes it in two steps, so of processes that start together on a new server
        // one could find it half made. On the embedded database the lock file already keeps them apart.
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean shared = url.startsWith("jdbc:postgresql:");
            if (shared) {
                statement.execute("select pg_advisory_lock(" + MIGRATION_LOCK + ")");
            }
            try {
                runMigrations();
            } finally {
                if (shared) {
                    statement.execute("select pg_advisory_unlock(" + MIGRATION_LOCK + ")");
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void runMigrations() {
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
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), name, new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
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

    /** The JDBC address. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
