package io.petty.access;

import io.petty.lake.database.LakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database as the records of access use it, and the version that all of them share. */
final class AccessDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(AccessDatabase.class);

    /** How long a transaction waits for a lock that another one holds, before it is retried or fails. */
    static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

    /** H2's number of a lock that was not acquired in time. */
    private static final int H2_LOCK_TIMEOUT = 50200;

    /** PostgreSQL's state of a lock that was not acquired in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;
    private final long lockLimitMillis;
    private final JdbcTemplate template;
    private final JdbcClient database;
    private final TransactionTemplate transaction;

    AccessDatabase(LakeDatabase lake) {
        this(lake, LOCK_LIMIT);
    }

    AccessDatabase(LakeDatabase lake, Duration lockLimit) {
        dataSource = lake.dataSource();
        lockLimitMillis = lockLimit.toMillis();
        template = new JdbcTemplate(dataSource);
        database = JdbcClient.create(template);
        transaction = lake.transaction();
    }

    JdbcClient.StatementSpec sql(String statement) {
        return database.sql(statement);
    }

    /**
     * Does work in a transaction, once more when a lock is not acquired in time or in a deadlock. Within a transaction of
     * the caller's it is a part of that, which the caller repeats.
     *
     * @param work reads and writes the database and does nothing that takes long, since others wait for its locks
     * @throws PessimisticLockingFailureException when the second attempt acquires no lock either
     */
    <T> T inTransaction(Supplier<T> work) {
        if (TransactionSynchronizationManager.hasResource(dataSource)) {
            return execute(work);
        }
        try {
            return once(work);
        } catch (DataAccessException | TransactionException e) {
            if (!isLockFailure(e)) {
                throw e;
            }
            LOG.debug("A lock was not acquired, the transaction is tried once more", e);
        }
        try {
            return once(work);
        } catch (DataAccessException | TransactionException e) {
            if (!isLockFailure(e)) {
                throw e;
            }
            throw new CannotAcquireLockException("The records of access are locked by another transaction", e);
        }
    }

    private <T> T once(Supplier<T> work) {
        return execute(() -> {
            limitWaitsForLocks();
            return work.get();
        });
    }

    private <T> T execute(Supplier<T> work) {
        T result = transaction.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("A transaction gave nothing");
        }
        return result;
    }

    private void limitWaitsForLocks() {
        ConnectionCallback<Boolean> limit = connection -> execute(
                connection,
                // PostgreSQL waits for ever by default. H2 has no limit for a single transaction: a pooled connection
                // keeps it.
                (isPostgresql(connection) ? "set local lock_timeout = " : "set lock_timeout ") + lockLimitMillis);
        template.execute(limit);
    }

    private static boolean isPostgresql(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static boolean isLockFailure(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PessimisticLockingFailureException
                    || (cause instanceof SQLException sql
                            && (sql.getErrorCode() == H2_LOCK_TIMEOUT
                                    || LOCK_NOT_AVAILABLE.equals(sql.getSQLState())))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes sure that no transaction waits for what takes long: making a key, signing, asking the store of secrets.
     *
     * @throws IllegalStateException when one is open
     */
    static void requireNoTransaction(String what) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(what + " within a database transaction, whose locks others wait for");
        }
    }

    AccessVersion version() {
        try {
            return readVersion();
        } catch (DataAccessResourceFailureException e) {
            // As when the process that served the embedded database has just ended: the pool has dropped its
            // connections.
            LOG.debug("The version of access is read once more", e);
            return readVersion();
        }
    }

    private AccessVersion readVersion() {
        return database.sql("select version, signing_keys_version from access_versions where subject = 'access'")
                .query((row, number) -> new AccessVersion(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * Lets every reader look again at what it holds; in the transaction that takes something away. Until that ends no
     * other raises it.
     */
    void raiseVersion() {
        database.sql("update access_versions set version = version + 1 where subject = 'access'")
                .update();
    }

    /** The same, and lets every reader load the signing keys again. */
    void raiseSigningKeysVersion() {
        database.sql("update access_versions set version = version + 1, signing_keys_version = version + 1"
                        + " where subject = 'access'")
                .update();
    }

    static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** What the database put together with commas; null for nothing. */
    static Set<String> names(@Nullable String joined) {
        return joined == null ? Set.of() : Set.of(joined.split(","));
    }
}
