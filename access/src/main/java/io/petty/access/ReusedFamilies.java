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
 * Ends the families whose refresh token was used twice. A family counts as revoked in this process from its first call on.
 * If the database can't be written then, a background thread tries until it can. Safe for use by several threads.
 */
final class ReusedFamilies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReusedFamilies.class);

    /** Some megabytes. Each takes a refresh token that the database knew when it couldn't be written. */
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

    /** A family that isn't known as revoked everywhere. */
    private static final class Reused {
        private final Instant at;

        /** Whether the database has it as revoked, and only the version is to be raised. */
        private boolean ended;

        private Reused(Instant at) {
            this.at = at;
        }
    }

    ReusedFamilies(TokenRecords tokens) {
        this.tokens = tokens;
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Whether a family is revoked that the database may not have as such yet. */
    boolean contains(String family) {
        return unwritten.containsKey(family);
    }

    /**
     * Takes back all tokens of a family. It is revoked when this returns, at least for this process. The call that revokes
     * it leaves a line in the audit; later ones for the same family don't.
     *
     * @throws DataAccessException when the database can't be written and too many families wait for it already
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
                    "A refresh token of family {} was used twice. The family is revoked here, and will be in the database when that can be written: {}",
                    family,
                    e.getMessage());
            tryAgainSoon();
        }
    }

    private static void audit(String family) {
        AccessAudit.record(Event.REFRESH_TOKEN_REUSE, "family", family);
    }

    /** Returns whether the family is revoked by this, rather than by somebody before. */
    private boolean write(String family, Reused reused) {
        synchronized (reused) {
            if (unwritten.get(family) != reused) {
                return false;
            }
            // If it is revoked already, or gone, then whoever did so raises the version.
            if (reused.ended || tokens.endFamily(family, WHY, reused.at)) {
                reused.ended = true;
                tokens.raiseVersion();
            }
            unwritten.remove(family, reused);
            return reused.ended;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // writeAll handles what the database throws.
    private void tryAgainSoon() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                writer.schedule(this::writeAll, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("Closing tries again", e);
            }
        }
    }

    private void writeAll() {
        scheduled.set(false);
        unwritten.forEach((family, reused) -> {
            try {
                write(family, reused);
                LOG.info("Family {}, of which a refresh token was used twice, is revoked in the database", family);
            } catch (DataAccessException | TransactionException e) {
                LOG.debug("Family {} can't be revoked in the database yet", family, e);
                tryAgainSoon();
            }
        });
    }

    /** Tries once more to write what isn't yet. */
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
                    "A refresh token of family {} was used twice, but the database could not be written: ./petty tokens revoke --family {}",
                    one.getKey(),
                    one.getKey());
        }
    }
}
