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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database of a lake, embedded in the home or on PostgreSQL: catalog, job metadata and Petty's own records. */
public final class LakeDatabase implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeDatabase.class);

    /** How long connecting is retried while the database doesn't answer, for example during a restart. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The same for the embedded database, which many processes may try to serve once the serving process has ended. */
    private static final Duration EMBEDDED_PATIENCE = Duration.ofSeconds(40);

    private static final long PAUSE_MILLIS = 500;

    /** How long the embedded database stays closed after its disk was full. */
    private static final Duration REOPENING_PAUSE = Duration.ofSeconds(10);

    /** The maximum time that the embedded database takes to close itself after its disk was full. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** pgjdbc's property for probes of silent connections. */
    static final String KEEP_ALIVE = "tcpKeepAlive";

    /** H2's SQL state if the process that serves the database doesn't answer or has ended. */
    private static final String CONNECTION_BROKEN = "90067";

    private final String url;
    private final HikariDataSource dataSource;

    LakeDatabase(String url, HikariDataSource dataSource) {
        this.url = url;
        this.dataSource = dataSource;
    }

    /**
     * Opens the database that the settings name, or else the embedded one of the home. Migrates its schema, unless the
     * login is that of a reader.
     *
     * @param logins finds the login of a server if the settings have no password, so new connections use a rotated
     *     password; null if logins are not secrets
     * @throws DatabaseUnavailableException if the server can't be reached for some seconds, refuses the login, or isn't
     *     ready for a reader
     * @throws UncheckedIOException if the home folder can't be created
     * @throws RuntimeException if a login is needed and can't be found
     */
    public static LakeDatabase open(Path home, DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        String url = settings.url();
        if (url == null) {
            return openEmbedded(home, settings);
        }
        LakeDatabase database = new LakeDatabase(url, connected(configured(url, settings, logins)));
        return database.whole(() -> {
            database.prepare(settings, logins);
            return database;
        });
    }

    /**
     * Opens the database like {@link #open(Path, DatabaseSettings, DatabaseLogins)} for a service, which must answer in
     * time even if the database does not.
     */
    public static LakeDatabase open(
            Path home, DatabaseSettings settings, @Nullable DatabaseLogins logins, DatabaseLimits limits) {
        // Otherwise H2 reconnects within the statement that found its connection broken. If the process that serves the
        // database is suspended, the reconnection waits without a limit.
        System.setProperty("h2.maxReconnect", "0");
        // Opened without limits first, since a migration may take long.
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
            // Applies if another process serves the database.
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

    /** Returns whole seconds, rounded up. */
    static String seconds(Duration duration) {
        return String.valueOf(duration.plusNanos(999_999_999).toSeconds());
    }

    /**
     * Opens the database like {@link #open(Path, DatabaseSettings, DatabaseLogins)}, but only if it already exists.
     *
     * @return empty if the home has no embedded database, or the server's database has no tables of Petty
     */
    public static Optional<LakeDatabase> openExisting(
            Path home, DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        String url = settings.url();
        if (url == null) {
            return EmbeddedLogin.isDatabaseIn(home) ? Optional.of(openEmbedded(home, settings)) : Optional.empty();
        }
        LakeDatabase database = new LakeDatabase(url, connected(configured(url, settings, logins)));
        return database.whole(() -> {
            if (!database.migrations().haveBegun()) {
                database.close();
                return Optional.empty();
            }
            database.prepare(settings, logins);
            return Optional.of(database);
        });
    }

    /**
     * Opens the embedded database of a home folder. Creates the folder and the database if they don't exist.
     *
     * @throws io.petty.settings.SettingsException if the folder is open to other users and can't be closed to them
     * @throws DatabaseUnavailableException if the database has another password than the home
     * @throws UncheckedIOException if the folder can't be created or written
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
        HikariConfig config = configured(url, settings, null);
        config.setUsername(EmbeddedLogin.USER);
        config.setPassword(password);
        LakeDatabase database = new LakeDatabase(url, connected(config));
        return database.whole(() -> {
            database.migrations().run();
            return database;
        });
    }

    /** Work on a home's database while no other process opens it. */
    private interface Opening<T> {
        T done() throws IOException, SQLException;
    }

    /** Lets one process at a time open the database, so that one creates it and the others find it complete. */
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
     * Rewrites the embedded database's file without deleted data. Does nothing while any process has the database open.
     *
     * @return false if the database is open
     * @throws UncheckedIOException if the home can't be written
     */
    public static boolean compactEmbedded(Path home) {
        // Other processes wait for the lock, and then open the compacted database.
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
                // H2 logs errors to this file, with the values of the statement.
                Files.deleteIfExists(home.resolve("database.trace.db"));
                return true;
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "The database of home %s can't be compacted: %s".formatted(home, e.getMessage()), e);
            }
        });
    }

    /**
     * Returns weaknesses of a home's embedded database that other users could exploit, and traces that they may have
     * left: a login without a password, and users, functions and triggers that Petty doesn't create. Opens the database
     * if it isn't open.
     *
     * @return sentences for people; empty if there are none
     */
    public static List<String> weaknessesOfEmbedded(Path home) {
        return whileOpening(home, () -> EmbeddedLogin.of(home).weaknesses());
    }

    /** Returns whether this is the embedded database of a home. */
    public boolean isEmbedded() {
        return isEmbedded(url);
    }

    /** Rewrites a server's tables without deleted data. Locks each table meanwhile. */
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

    static HikariConfig configured(String url, DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("petty");
        config.setJdbcUrl(url);
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize() + CatalogConnections.MOST);
        config.setMinimumIdle(1);
        if (!isEmbedded(url)) {
            // Detects a server that has vanished during a statement without a time limit.
            config.addDataSourceProperty(KEEP_ALIVE, "true");
        }
        if (settings.password() == null && logins != null) {
            // Looked up now, so that a missing login isn't reported as a failed connection.
            config.setUsername(logins.recent().get().user());
            config.setDataSource(new LoginDataSource(url, logins));
        }
        return config;
    }

    /** Brings the schema of a server and the rights of its readers up to date, or checks them as a reader. */
    private void prepare(DatabaseSettings settings, @Nullable DatabaseLogins logins) {
        if (settings.isReader()) {
            migrations().requireUpToDate();
            return;
        }
        migrations().run();
        if (settings.readerRole() != null) {
            migrations().grant(new ReaderRole(settings.readerRole()), logins);
        }
    }

    private Migrations migrations() {
        return new Migrations(url, dataSource);
    }

    /** Completes opening, and closes the database if that fails. */
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
                    String login = config.getDataSource() instanceof LoginDataSource secret
                            ? "The secret '" + secret.secret()
                                    + "' below petty.secrets.prefix: the database at %s refuses"
                                    + " the login of its user %s: %s"
                            : "petty.database.password: the database at %s refuses the login of petty.database.user %s: %s";
                    throw new DatabaseUnavailableException(
                            login.formatted(config.getJdbcUrl(), config.getUsername(), reason), e);
                }
                String url = config.getJdbcUrl();
                CertificateProblem.find(e).ifPresent(problem -> {
                    throw new DatabaseUnavailableException(
                            "petty.database.url: the database at %s can't be trusted: %s (%s)"
                                    .formatted(url, problem, reason),
                            e);
                });
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

    static boolean isEmbedded(String url) {
        return url.startsWith("jdbc:h2:");
    }

    /** Returns whether the SQL state means that the database refuses a login. */
    static boolean isRefusal(@Nullable String state) {
        return state != null && state.startsWith("28");
    }

    /**
     * Returns whether the SQL state means that there is no connection, the server is starting or stopping, or no
     * connection is free.
     */
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

    /** Returns the pool of connections, for libraries. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Returns a client that executes statements. */
    public JdbcClient client() {
        return JdbcClient.create(dataSource);
    }

    /** Returns a template that executes statements in a transaction, or joins the thread's current one. */
    public TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /** Returns a transaction manager, for libraries. */
    public PlatformTransactionManager transactionManager() {
        return new JdbcTransactionManager(dataSource);
    }

    /** Returns the JDBC address. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
