package io.petty.lake.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.petty.home.HomeFolder;
import io.petty.home.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database of a lake: catalog, job metadata and our own records, embedded in the home or on PostgreSQL. */
public final class LakeDatabase implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeDatabase.class);

    /** How long a database that doesn't answer, because it is being restarted say, is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same for the embedded one, which many processes at once may want to serve when the one that did has ended. */
    private static final Duration EMBEDDED_PATIENCE = Duration.ofSeconds(40);

    private static final long PAUSE_MILLIS = 500;

    /** How long the embedded one stays closed after its disk was full. */
    private static final Duration REOPENING_PAUSE = Duration.ofSeconds(10);

    /** The longest that the embedded one takes to close itself then. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** pgjdbc's name for probes of connections that are silent. */
    static final String KEEP_ALIVE = "tcpKeepAlive";

    /** H2's state of a connection whose process doesn't answer or has ended. */
    private static final String CONNECTION_BROKEN = "90067";

    private final String url;
    private final HikariDataSource dataSource;

    LakeDatabase(String url, HikariDataSource dataSource) {
        this.url = url;
        this.dataSource = dataSource;
    }

    /**
     * Opens the database that the settings name; the embedded one of the home where they name none.
     *
     * @throws DatabaseUnavailableException when the server can't be reached for some seconds or refuses the login
     * @throws UncheckedIOException when the home folder can't be created
     */
    public static LakeDatabase open(Path home, DatabaseSettings settings) {
        String url = settings.url();
        return url == null ? openEmbedded(home, settings) : opened(url, configured(url, settings));
    }

    /**
     * The same, but finds the login of a server when the settings have no password. The next connection uses a rotated
     * password.
     *
     * @param logins null where logins are no secrets
     * @throws RuntimeException when a login is needed and can't be found
     */
    public static LakeDatabase open(Path home, DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        String url = settings.url();
        return url == null ? openEmbedded(home, settings) : opened(url, configured(url, settings, logins));
    }

    /**
     * The same for a service, which must answer within a limit also while the database does not.
     *
     * @param logins null where logins are no secrets
     * @throws RuntimeException when a login is needed and can't be found
     */
    public static LakeDatabase open(
            Path home, DatabaseSettings settings, @Nullable DatabaseLogins logins, DatabaseLimits limits) {
        // Otherwise H2 reconnects within the statement that found its connection broken. There it waits without a limit
        // for a suspended process that serves the database.
        System.setProperty("h2.maxReconnect", "0");
        // Without limits first, since a migration may take long.
        try (LakeDatabase migrated = open(home, settings, logins)) {
            HikariConfig config = new HikariConfig();
            migrated.dataSource.copyStateTo(config);
            limit(config, limits);
            return new LakeDatabase(migrated.url, connected(config));
        }
    }

    private static void limit(HikariConfig config, DatabaseLimits limits) {
        config.setConnectionTimeout(limits.connection().toMillis());
        config.setValidationTimeout(limits.validation().toMillis());
        String url = config.getJdbcUrl();
        if (isEmbedded(url)) {
            // It counts where another process serves the database.
            config.setJdbcUrl(url + ";NETWORK_TIMEOUT=" + limits.silence().toMillis());
            config.setConnectionInitSql(
                    "set query_timeout " + limits.statement().toMillis());
            return;
        }
        Properties driver = new Properties();
        driver.setProperty("connectTimeout", seconds(limits.connection()));
        driver.setProperty("socketTimeout", seconds(limits.silence()));
        config.getDataSourceProperties().putAll(driver);
        if (config.getDataSource() instanceof LoginDataSource login) {
            login.setConnectionProperties(driver);
        }
        config.setConnectionInitSql(
                "set statement_timeout = " + limits.statement().toMillis());
    }

    /** Whole seconds, rounded up. */
    static String seconds(Duration duration) {
        return String.valueOf(duration.plusNanos(999_999_999).toSeconds());
    }

    /**
     * Opens the database that the settings name, but creates neither a home nor a database nor tables.
     *
     * @return empty where there is no database, or one that nothing of ours is in
     */
    public static Optional<LakeDatabase> openExisting(
            Path home, DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        String url = settings.url();
        if (url == null) {
            return EmbeddedLogin.isDatabaseIn(home) ? Optional.of(openEmbedded(home, settings)) : Optional.empty();
        }
        LakeDatabase database = new LakeDatabase(url, connected(configured(url, settings, logins)));
        return database.whole(() -> {
            Migrations migrations = database.migrations();
            if (!migrations.haveBegun()) {
                database.close();
                return Optional.empty();
            }
            migrations.run();
            return Optional.of(database);
        });
    }

    /**
     * Opens the embedded database of a home folder, creating both where they aren't there.
     *
     * @throws io.petty.settings.SettingsException when the folder is open to other users and can't be closed to them
     * @throws DatabaseUnavailableException when the database has another password than the home
     * @throws UncheckedIOException when the folder can't be created or written
     */
    public static LakeDatabase openEmbedded(Path home) {
        return openEmbedded(home, DatabaseSettings.EMBEDDED);
    }

    private static LakeDatabase openEmbedded(Path home, DatabaseSettings settings) {
        return whileOpening(home, () -> {
            EmbeddedLogin login = EmbeddedLogin.of(home);
            String password = login.password();
            if (password != null) {
                try {
                    return openedAs(home, password, settings);
                } catch (DatabaseUnavailableException e) {
                    if (!isRefusal(sqlState(e))) {
                        throw e;
                    }
                    LOG.debug("The database of home {} doesn't have the home's password yet", home, e);
                }
            }
            try (Connection administrator = login.establish()) {
                return openedAs(
                        home, Objects.requireNonNull(EmbeddedLogin.of(home).password()), settings);
            }
        });
    }

    private static LakeDatabase openedAs(Path home, String password, DatabaseSettings settings) {
        String url = EmbeddedLogin.url(home);
        HikariConfig config = configured(url, settings);
        config.setUsername(EmbeddedLogin.USER);
        config.setPassword(password);
        return opened(url, config);
    }

    /** What is done with a home's database while no other process opens it. */
    private interface Opening<T> {
        T done() throws IOException, SQLException;
    }

    /** Processes open the file one after the other, so that one of them creates it and the others find it whole. */
    private static <T> T whileOpening(Path home, Opening<T> opening) {
        synchronized (LakeDatabase.class) {
            try {
                HomeFolder.create(home);
                try (FileChannel file = PrivateFiles.open(
                                home.resolve("database.opening"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    return opening.done();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The home folder %s can't be created or written".formatted(home), e);
            } catch (SQLException e) {
                throw new DatabaseUnavailableException(
                        "The database of home %s can't be opened: %s".formatted(home, e.getMessage()), e);
            }
        }
    }

    /**
     * Rewrites the embedded database's file without what was deleted from it. This needs the database closed for all, so
     * nothing happens while any process has it open.
     *
     * @return whether it was done; false while it is open
     * @throws UncheckedIOException when the home can't be written
     */
    public static boolean compactEmbedded(Path home) {
        // Who opens the database meanwhile waits for the lock, and finds it compacted.
        return whileOpening(home, () -> {
            try (Connection connection = EmbeddedLogin.of(home).administrator();
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
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "The database of home %s can't be compacted: %s".formatted(home, e.getMessage()), e);
            }
        });
    }

    /**
     * What other users could use, or have left, in the embedded database of a home: a login without a password, and
     * users, functions and triggers, which Petty has none of. Opens the database if it isn't open.
     *
     * @return sentences for people; empty for a database that is as it must be
     */
    public static List<String> weaknessesOfEmbedded(Path home) {
        return whileOpening(home, () -> EmbeddedLogin.of(home).weaknesses());
    }

    /** Whether this is the embedded one of a home. */
    public boolean isEmbedded() {
        return url.startsWith("jdbc:h2:");
    }

    /** Rewrites a server's tables without what was deleted from them; others wait for each meanwhile. */
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
        if (!isEmbedded(url)) {
            // So that a server that vanished is noticed where no other limit ends a statement.
            config.addDataSourceProperty(KEEP_ALIVE, "true");
        }
        return config;
    }

    /** A server's login is looked up when the settings have no password. */
    private static HikariConfig configured(String url, DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        HikariConfig config = configured(url, settings);
        if (settings.password() == null && logins != null) {
            // Asked for here, where its failure is told as what it is.
            config.setUsername(logins.recent().get().user());
            config.setDataSource(new LoginDataSource(url, logins));
        }
        return config;
    }

    private static LakeDatabase opened(String url, HikariConfig config) {
        LakeDatabase database = new LakeDatabase(url, connected(config));
        return database.whole(() -> {
            database.migrations().run();
            return database;
        });
    }

    private Migrations migrations() {
        return new Migrations(url, dataSource);
    }

    /** Does what belongs to opening, and closes the database if that fails. */
    private <T> T whole(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (RuntimeException e) {
            close();
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
                if (isRefusal(state)) {
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

    private static boolean isRefusal(String state) {
        return state.startsWith("28");
    }

    /** No connection, a server that starts or stops, or one that has no connection left. */
    private static boolean isTransient(String state) {
        return state.equals(CONNECTION_BROKEN)
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53");
    }

    private static String sqlState(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** Whether the database has a table of this name, given in lower case. */
    public boolean hasTable(String name) {
        return migrations().hasTable(name);
    }

    /** Returns the pool of connections, for libraries that take one. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Returns what executes statements, for classes that own some of the SQL. */
    public JdbcClient client() {
        return JdbcClient.create(dataSource);
    }

    /** Returns what executes statements in a transaction, or joins the transaction that the thread is in. */
    public TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** Returns a manager of transactions, for libraries that take one. */
    public PlatformTransactionManager transactionManager() {
        return new JdbcTransactionManager(dataSource);
    }

    /** Returns a pool for Iceberg's catalog, which closes it. */
    public JdbcClientPool catalogConnections() {
        return new CatalogConnections(dataSource, url);
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
