package io.petty.lake.lease;

import io.petty.lake.database.LakeDatabase;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The right to write to a lake, kept alive by a heartbeat until it is closed. */
public final class Lease implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    /** Number of heartbeats within the expiry, so that a few may fail. */
    private static final int HEARTBEATS = 6;

    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final long epoch;
    private final long run;
    private final Duration expiry;
    private final Runnable onLoss;
    private final ScheduledExecutorService heartbeats;

    Lease(LakeDatabase lake, long epoch, long run, Duration expiry, Runnable onLoss) {
        this.database = lake.client();
        this.transaction = lake.transaction();
        this.epoch = epoch;
        this.run = run;
        this.expiry = expiry;
        this.onLoss = onLoss;
        this.heartbeats = Executors.newSingleThreadScheduledExecutor(task -> {
            Runnable named = () -> {
                MDC.put("run_id", String.valueOf(run));
                task.run();
            };
            Thread thread = new Thread(named, "lease");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts the heartbeat. */
    Lease begin() {
        long period = expiry.toMillis() / HEARTBEATS;
        // Closing the lease cancels the task.
        Future<?> unused = heartbeats.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Returns the run that holds the lease. */
    public long run() {
        return run;
    }

    private void beat() {
        try {
            int alive = database.sql(
                            "update leases set heartbeat_at = current_timestamp where lease = 'lake' and epoch = ?")
                    .param(epoch)
                    .update();
            if (alive == 0) {
                heartbeats.shutdownNow();
                onLoss.run();
            }
        } catch (RuntimeException | Error e) {
            // The scheduler would stop repeating a task that throws. If every heartbeat fails, the lease is lost, which
            // is detected before publishing.
            LOG.warn("Can't renew the lease of run {}: {}", run, e.getMessage());
        }
    }

    /** @throws LeaseLostException if another run holds the lake now */
    public void check() {
        check("select epoch from leases where lease = 'lake'");
    }

    /**
     * Changes records in a transaction during which no other run can take the lake.
     *
     * @throws LeaseLostException if another run holds the lake now; then nothing is changed
     */
    public void publish(Runnable change) {
        transaction.executeWithoutResult(status -> {
            check("select epoch from leases where lease = 'lake' for update");
            change.run();
        });
    }

    private void check(String question) {
        if (database.sql(question).query(Long.class).single() != epoch) {
            throw new LeaseLostException(run);
        }
    }

    /** Releases the lake, unless another run has taken it. */
    @Override
    public void close() {
        heartbeats.shutdown();
        try {
            database.sql(
                            "update leases set holder = null, home_lock = null, run_id = null where lease = 'lake' and epoch = ?")
                    .param(epoch)
                    .update();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Can't release the lease of run {}; it is released when it expires: {}", run, e.getMessage());
        }
    }
}
