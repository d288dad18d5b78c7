package io.petty.lake.lease;

import io.petty.lake.Deliveries;
import io.petty.lake.LeaseHolder;
import io.petty.lake.Runs;
import io.petty.lake.database.LakeDatabase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives the lake to one writer at a time. A writer that sends no heartbeat for longer than the expiry counts as dead.
 * Only the database's clock is used. Each holder has a higher epoch than the previous one, so a holder that was only
 * suspended can't publish after another one has taken the lake.
 */
public final class Leases {
    private final LakeDatabase lake;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Runs runs;
    private final Deliveries deliveries;
    private final Duration expiry;

    /**
     * Creates access to the lease.
     *
     * @param expiry time without a heartbeat after which a holder counts as dead; at least 1 s
     */
    public Leases(LakeDatabase lake, Runs runs, Deliveries deliveries, Duration expiry) {
        this.lake = lake;
        this.database = lake.client();
        this.transaction = lake.transaction();
        this.runs = runs;
        this.deliveries = deliveries;
        this.expiry = expiry;
    }

    /**
     * Takes the lake for a new run, unless a live run holds it. Runs and days that a dead holder left running are
     * marked as failed.
     *
     * @param command the command that the run executes
     * @param process its process, for people
     * @param homeLock name of an operating system's lock that this process has acquired: a holder with the same lock is
     *     dead, even if its lease hasn't expired. Null for none
     * @param onLoss called once if the lease is found to be lost
     */
    public Optional<Lease> take(String command, String process, @Nullable String homeLock, Runnable onLoss) {
        Optional<Lease> lease = Objects.requireNonNull(transaction.execute(status -> {
            int taken = database.sql("update leases set epoch = epoch + 1, run_id = null, holder = ?, home_lock = ?,"
                            + " expiry_millis = ?, heartbeat_at = current_timestamp where lease = 'lake' and (holder is null"
                            + " or (extract(epoch from current_timestamp) - extract(epoch from heartbeat_at)) * 1000"
                            + " > expiry_millis or home_lock = ?)")
                    .param(shortened(command) + ", " + process)
                    .param(homeLock)
                    .param(expiry.toMillis())
                    .param(homeLock)
                    .update();
            if (taken == 0) {
                return Optional.<Lease>empty();
            }
            long epoch = database.sql("select epoch from leases where lease = 'lake'")
                    .query(Long.class)
                    .single();
            runs.failUnfinished(Runs.CUT_OFF);
            deliveries.failUnfinished(Runs.CUT_OFF);
            long run = runs.start(command);
            database.sql("update leases set run_id = ? where lease = 'lake'")
                    .param(run)
                    .update();
            return Optional.of(new Lease(lake, epoch, run, expiry, onLoss));
        }));
        return lease.map(Lease::begin);
    }

    /**
     * Returns the holder of the lake; empty if there is none or it counts as dead.
     *
     * @param homeLock see {@link #take}
     */
    public Optional<LeaseHolder> holder(@Nullable String homeLock) {
        return LeaseHolder.find(lake, homeLock);
    }

    private static String shortened(String command) {
        return command.substring(0, Math.min(200, command.length()));
    }
}
