package io.petty.lake.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections to the embedded database. The database closes itself if it can't write its file, for example
 * on a full disk. A connection to a closed database is never used again: after a failed rollback, H2's next statement
 * would wait forever for a version of the database, uninterruptibly. New connections are refused at once, because
 * opening the database on a full disk fails only after seconds. After a pause, the next connection opens the database
 * again, as of its last commit.
 */
final class EmbeddedDataSource extends HikariDataSource {
    private static final long POLL_NANOS = 50_000_000;
    private static final int TOGETHER_MILLIS = 500;

    private final Failures failures;
    private final Duration pause;
    private final Duration closing;
    private final ReentrantLock opening = new ReentrantLock();

    private EmbeddedDataSource(HikariConfig config, Failures failures, Duration pause, Duration closing) {
        super(config);
        this.failures = failures;
        this.pause = pause;
        this.closing = closing;
    }

    /**
     * Opens the database.
     *
     * @param pause time after a failure during which connections are refused
     * @param closing maximum time that the database takes to close itself before it can be opened again
     * @throws com.zaxxer.hikari.pool.HikariPool.PoolInitializationException if it can't be opened
     */
    static EmbeddedDataSource open(HikariConfig config, Duration pause, Duration closing) {
        Failures failures = new Failures();
        config.setExceptionOverride(failures);
        // With only an address, the pool would ask DriverManager, which searches all libraries for drivers.
        JdbcDataSource driver = new JdbcDataSource();
        driver.setURL(config.getJdbcUrl());
        config.setDataSource(driver);
        // The database closes itself with its last connection.
        config.setIdleTimeout(0);
        config.setMaxLifetime(0);
        EmbeddedDataSource opened = new EmbeddedDataSource(config, failures, pause, closing);
        // From now on, no connection is opened in the background, which delays shutdown. A pool that starts with this
        // setting would close its first connection.
        opened.setMinimumIdle(0);
        failures.onUnusable = () -> opened.getHikariPoolMXBean().softEvictConnections();
        return opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Failure failure = failures.last.get();
        Connection connection = failure == null ? super.getConnection() : connectionAfter(failure);
        writeEachCommit(connection);
        return connection;
    }

    /**
     * Makes the database write each commit to its file at once, if this process serves it. H2 begins with a delay of half a
     * second whenever it opens a database, and a killed process would lose the commits of that time. H2 ignores the delay
     * that is stored in the database, and accepts one in the URL from administrators only.
     */
    private static void writeEachCommit(Connection connection) throws SQLException {
        setWriteDelay(connection, 0);
    }

    /**
     * Allows the database to write many commits at once, until the next connection is taken from a pool. Only for changes
     * that are repeated after a crash.
     */
    static void writeTogether(Connection connection) throws SQLException {
        setWriteDelay(connection, TOGETHER_MILLIS);
    }

    private static void setWriteDelay(Connection connection, int millis) throws SQLException {
        if (connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session) {
            try {
                session.getDatabase().setWriteDelay(millis);
            } catch (DbException e) {
                // The database has just closed itself. The connection's first statement reports that.
            }
        }
    }

    private Connection connectionAfter(Failure failure) throws SQLException {
        if (System.nanoTime() - failure.nanos() < pause.toNanos() || !opening.tryLock()) {
            throw new SQLException(
                    "The database has closed itself: " + failure.cause().getMessage(), failure.cause());
        }
        // Opened outside the pool, which would retry for half a minute and hide the reason.
        try (Connection opened = opened()) {
            // Connections that were returned to the pool since the database closed itself are unusable.
            getHikariPoolMXBean().softEvictConnections();
            failures.last.compareAndSet(failure, null);
            return super.getConnection();
        } catch (SQLException e) {
            failures.last.compareAndSet(failure, new Failure(e, System.nanoTime()));
            throw e;
        } finally {
            opening.unlock();
        }
    }

    private Connection opened() throws SQLException {
        long patience = System.nanoTime() + closing.toNanos();
        while (true) {
            try {
                return getDataSource().getConnection(getUsername(), getPassword());
            } catch (SQLException e) {
                // Another thread may still be closing the database. Until it is closed, new connections fail with its
                // last failure.
                if (!Failures.CODES.contains(e.getErrorCode()) || System.nanoTime() - patience > 0) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private record Failure(Throwable cause, long nanos) {}

    /** The database's last failure, as reported by the pool. */
    private static final class Failures implements SQLExceptionOverride {
        /** H2's error codes for failures that the statement didn't cause. */
        private static final Set<Integer> CODES = Set.of(
                ErrorCode.GENERAL_ERROR_1,
                ErrorCode.IO_EXCEPTION_1,
                ErrorCode.FILE_CORRUPTED_1,
                ErrorCode.IO_EXCEPTION_2,
                ErrorCode.DATABASE_IS_CLOSED,
                ErrorCode.OUT_OF_MEMORY);

        private final AtomicReference<@Nullable Failure> last = new AtomicReference<>();
        private volatile Runnable onUnusable = () -> {};

        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            if (failure.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1) {
                // The connection is intact. Evicting it would prevent its transaction's rollback.
                return SQLExceptionOverride.Override.DO_NOT_EVICT;
            }
            IOException cause = ioFailure(failure);
            if (failure.getErrorCode() == ErrorCode.CONNECTION_BROKEN_1
                    || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException) {
                // The process that serves the database doesn't answer or has ended, which affects all connections.
                onUnusable.run();
                return SQLExceptionOverride.Override.MUST_EVICT;
            }
            if (!CODES.contains(failure.getErrorCode())) {
                return SQLExceptionOverride.Override.CONTINUE_EVICT;
            }
            // Without an I/O failure, the exception is about a database that another process serves. That process may
            // have just ended.
            if (cause != null) {
                onUnusable.run();
                last.compareAndSet(null, new Failure(cause, System.nanoTime()));
            }
            return SQLExceptionOverride.Override.MUST_EVICT;
        }

        private static @Nullable IOException ioFailure(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException io) {
                    return io;
                }
            }
            return null;
        }
    }
}
