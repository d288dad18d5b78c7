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
 * Gives the lake to one writer at a time. A writer that gives no sign of life for longer than the expiry counts as dead,
 * by the database's clock alone. Each holder has a higher epoch than the one before; a holder that was only asleep finds
 * the epoch risen when it wants to publish, and can't.
 */
public final class Leases {
    private final LakeDatabase lake;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final Runs runs;
    private final Deliveries deliveries;
    private final Duration expiry;

    /**
     * Makes a view on the lease.
     *
     * @param expiry after how long without a sign of life a holder counts as dead; at least a second
     */
    public Leases(LakeDatabase lake, Runs runs, Deliveries deliveries, Duration expiry) {
        if (expiry.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("petty.lease.expiry must be at least 1s, but is " + expiry);
        }
        this.lake = lake;
        this.database = lake.client();
        this.transaction = lake.transaction();
        this.runs = runs;
        this.deliveries = deliveries;
        this.expiry = expiry;
    }

    /**
     * Takes the lake for a new run, unless a living one holds it. What a dead one left as running is marked as failed.
     *
     * @param command what the run is to do
     * @param process where it runs, for people
     * @param homeLock names a lock of the operating system that this process has; a holder that had the same one is dead
     *     for certain, however short ago its last sign of life was. Null when it has none
     * @param onLoss called once when the lease turns out to be lost
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
     * Who holds the lake; empty when nobody does or the holder counts as dead.
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
