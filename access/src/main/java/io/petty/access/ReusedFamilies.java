package io.petty.access;

import io.petty.access.AccessAudit.Event;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Revokes families whose refresh token was used twice: in this process at once, and in the database by a background
 * thread that retries until it succeeds. Safe for use by several threads.
 */
final class ReusedFamilies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReusedFamilies.class);

    /** The maximum number of pending families, which take a few megabytes. */
    private static final int MOST = 20_000;

    private static final long PAUSE_MILLIS = 500;
    private static final long PATIENCE_SECONDS = 10;
    private static final String WHY = "reuse";

    private final TokenRecords tokens;
    private final Map<String, Reused> unwritten = new ConcurrentHashMap<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "reused-families");
        thread.setDaemon(true);
        return thread;
    });

    /** A revocation that isn't fully written yet. */
    private static final class Reused {
        private final Instant at;

        /** Whether the family is revoked in the database, so that only the version still has to be raised. */
        private boolean ended;

        private Reused(Instant at) {
            this.at = at;
        }
    }

    ReusedFamilies(TokenRecords tokens) {
        this.tokens = tokens;
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Returns whether a family is revoked in this process, but possibly not in the database yet. */
    boolean contains(String family) {
        return unwritten.containsKey(family);
    }

    /**
     * Revokes a family, at least for this process. The first call for a family writes an audit line.
     *
     * @throws DataAccessException if the database can't be written and too many families are already pending
     */
    void revoke(String family, Instant now) {
        if (unwritten.size() >= MOST && !contains(family)) {
            if (tokens.revokeFamily(family, WHY, now)) {
                audit(family);
            }
            return;
        }
        Reused reused = new Reused(now);
        if (unwritten.putIfAbsent(family, reused) != null) {
            return;
        }
        try {
            if (write(family, reused)) {
                audit(family);
            }
        } catch (DataAccessException | TransactionException e) {
            audit(family);
            LOG.warn(
                    "A refresh token of family {} was used twice. The family is revoked in this process; the database can't be written yet: {}",
                    family,
                    e.getMessage());
            tryAgainSoon();
        }
    }

    private static void audit(String family) {
        AccessAudit.record(Event.REFRESH_TOKEN_REUSE, "family", family);
    }

    /** Writes a pending revocation. Returns whether this call has revoked the family. */
    private boolean write(String family, Reused reused) {
        synchronized (reused) {
            if (unwritten.get(family) != reused) {
                return false;
            }
            // If another transaction has revoked or deleted the family, that transaction raises the version.
            if (reused.ended || tokens.endFamily(family, WHY, reused.at)) {
                reused.ended = true;
                tokens.raiseVersion();
            }
            unwritten.remove(family, reused);
            return reused.ended;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // writeAll handles exceptions of the database.
    private void tryAgainSoon() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                writer.schedule(this::writeAll, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("Not scheduled, since close() retries", e);
            }
        }
    }

    private void writeAll() {
        scheduled.set(false);
        unwritten.forEach((family, reused) -> {
            try {
                if (write(family, reused)) {
                    LOG.info("Revoked family {} in the database after the reuse of a refresh token", family);
                }
            } catch (DataAccessException | TransactionException e) {
                LOG.debug("Family {} can't be revoked in the database yet", family, e);
                tryAgainSoon();
            }
        });
    }

    /** Retries the pending writes once. Logs an error for each family that could not be revoked in the database. */
    @Override
    public void close() {
        writer.shutdown();
        boolean failed = false;
        try {
            failed = !writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Map.Entry<String, Reused> one : unwritten.entrySet()) {
            if (!failed) {
                try {
                    write(one.getKey(), one.getValue());
                    continue;
                } catch (DataAccessException | TransactionException e) {
                    LOG.debug("The database can't be written", e);
                    failed = true;
                }
            }
            LOG.error(
                    "A refresh token of family {} was used twice, but the database can't be written. To revoke the family, run ./petty tokens revoke --family {}",
                    one.getKey(),
                    one.getKey());
        }
    }
}
