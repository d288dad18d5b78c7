package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writer that holds a lake's lease.
 *
 * @param name the command and the process, for people
 * @param run its run
 * @param silence time since its last heartbeat, by the database's clock
 */
public record LeaseHolder(String name, @Nullable Long run, Duration silence) {

    /**
     * Returns the writer that holds the lease; empty when the lease is free or expired.
     *
     * @param homeLock name of an operating system's lock that the caller has acquired: a holder with the same lock is dead,
     *     even if its lease hasn't expired. Null for none
     */
    public static Optional<LeaseHolder> find(LakeDatabase database, @Nullable String homeLock) {
        return database.client()
                .sql(
                        "select holder, home_lock, run_id, extract(epoch from current_timestamp) - extract(epoch from heartbeat_at)"
                                + " as silence, expiry_millis from leases where lease = 'lake' and holder is not null")
                .query((row, number) -> {
                    double silence = row.getDouble("silence");
                    boolean dead = silence * 1000 > row.getLong("expiry_millis")
                            || (homeLock != null && homeLock.equals(row.getString("home_lock")));
                    long run = row.getLong("run_id");
                    return dead
                            ? Optional.<LeaseHolder>empty()
                            : Optional.of(new LeaseHolder(
                                    row.getString("holder"),
                                    run == 0 ? null : run,
                                    Duration.ofMillis(Math.max(0, Math.round(silence * 1000)))));
                })
                .optional()
                .flatMap(holder -> holder);
    }

    /** Returns the holder for a message, such as {@code run 12 (run --date 2026-11-20, process 4711 on night-1)}. */
    public String description() {
        return run == null ? "another run (%s)".formatted(name) : "run %d (%s)".formatted(run, name);
    }

    /** Returns whether this run holds the lease. */
    public boolean isRun(long other) {
        return run != null && run == other;
    }
}
