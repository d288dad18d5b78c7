package io.petty.access;

import io.petty.lake.database.LakeDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Statements and transactions for the access records, and the version of these records. */
final class AccessDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(AccessDatabase.class);

    /** The time that a transaction waits for a lock before it is retried or fails. */
    static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

    /** H2's error code for a lock that was not acquired in time. */
    private static final int H2_LOCK_TIMEOUT = 50200;

    /** PostgreSQL's SQL state for a lock that was not acquired in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource dataSource;
    private final JdbcClient database;
    private final TransactionTemplate transaction;

    /** The statement that sets the lock limit of a transaction. */
    private final String limitWaits;

    AccessDatabase(LakeDatabase lake) {
        this(lake, LOCK_LIMIT);
    }

    AccessDatabase(LakeDatabase lake, Duration lockLimit) {
        dataSource = lake.dataSource();
        database = lake.client();
        transaction = lake.transaction();
        // PostgreSQL waits without a limit by default. H2 can't limit a single transaction, so the limit stays set on
        // the pooled connection.
        limitWaits = (lake.isEmbedded() ? "set lock_timeout " : "set local lock_timeout = ") + lockLimit.toMillis();
    }

    JdbcClient.StatementSpec sql(String statement) {
        return database.sql(statement);
    }

    /**
     * Runs work in a transaction, and retries it once after a lock timeout or a deadlock. If the caller has an open
     * transaction, the work joins it and isn't retried.
     *
     * @param work must be fast, since others wait for its locks
     * @throws PessimisticLockingFailureException if the retry fails for the same reason
     */
    <T> T inTransaction(Supplier<T> work) {
        if (TransactionSynchronizationManager.hasResource(dataSource)) {
            return execute(work);
        }
        for (boolean isRetry = false; ; isRetry = true) {
            try {
                return execute(() -> {
                    database.sql(limitWaits).update();
                    return work.get();
                });
            } catch (DataAccessException | TransactionException e) {
                if (!isLockFailure(e)) {
                    throw e;
                }
                if (isRetry) {
                    throw new CannotAcquireLockException("The access records are locked by another transaction", e);
                }
                LOG.debug("A lock was not acquired in time; the transaction is retried", e);
            }
        }
    }

    private <T> T execute(Supplier<T> work) {
        T result = transaction.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("A transaction returned null");
        }
        return result;
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
     * Prevents slow work within a transaction: generating a key, signing, or reading the store of secrets.
     *
     * @throws IllegalStateException if a transaction is open
     */
    static void requireNoTransaction(String what) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    what + " within a database transaction, which holds locks that others wait for");
        }
    }

    AccessVersion version() {
        try {
            return readVersion();
        } catch (DataAccessResourceFailureException e) {
            // This happens, for example, if the process that served the embedded database has ended and the pool has
            // dropped its connections.
            LOG.debug("Reading the access version failed; it is retried", e);
            return readVersion();
        }
    }

    private AccessVersion readVersion() {
        return database.sql("select version, signing_keys_version from access_versions where subject = 'access'")
                .query((row, number) -> new AccessVersion(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * Raises the version in the transaction of a revocation, so that all processes check their cached credentials
     * again. The transaction locks the version until it ends.
     */
    void raiseVersion() {
        database.sql("update access_versions set version = version + 1 where subject = 'access'")
                .update();
    }

    /** Raises the version, so that all processes check their cached credentials again and reload the signing keys. */
    void raiseSigningKeysVersion() {
        database.sql("update access_versions set version = version + 1, signing_keys_version = version + 1"
                        + " where subject = 'access'")
                .update();
    }

    static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** @param joined names joined by commas; null for none */
    static Set<String> names(@Nullable String joined) {
        return joined == null ? Set.of() : Set.of(joined.split(","));
    }
}
