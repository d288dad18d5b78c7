package io.petty.lake;

import io.petty.lake.database.LakeDatabase;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writer that holds a lake's lease.
 *
 * @param name the command and the process, for people
 * @param run number of its run; null if it has none yet
 * @param silence time since its last heartbeat, by the database's clock
 */
public record LeaseHolder(String name, @Nullable Long run, Duration silence) {

    /**
     * Returns the writer that holds the lease; empty when the lease is free or expired.
     *
     * @param homeLock name of an operating system's lock that the caller has acquired: a holder with the same lock is
     *     dead, even if its lease hasn't expired. Null for none
     */
    public static Optional<LeaseHolder> find(LakeDatabase database, @Nullable String homeLock) {
        return database.client()
                .sql(
                        "select * from (select holder, home_lock, run_id, expiry_millis, (extract(epoch from current_timestamp)"
                                + " - extract(epoch from heartbeat_at)) * 1000 as silence from leases where lease = 'lake') held"
                                + " where holder is not null and silence <= expiry_millis"
                                + " and (home_lock is null or home_lock <> coalesce(?, ''))")
                .param(homeLock)
                .query((row, number) -> {
                    long run = row.getLong("run_id");
                    return new LeaseHolder(
                            row.getString("holder"),
                            run == 0 ? null : run,
                            Duration.ofMillis(Math.max(0, Math.round(row.getDouble("silence")))));
                })
                .optional();
    }

    /** Returns the holder for a message, such as {@code run 12 (run --date 2026-11-20, process 4711 on night-1)}. */
    public String description() {
        return run == null ? "another run (%s)".formatted(name) : "run %d (%s)".formatted(run, name);
    }

    /** Returns whether the given run holds the lease. */
    public boolean isRun(long other) {
        return run != null && run == other;
    }
}
