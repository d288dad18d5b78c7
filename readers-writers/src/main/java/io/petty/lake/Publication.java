package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of an event day: the snapshots of its tables that belong together, and what they were computed from.
 *
 * @param readingsFingerprint of the readings the day was computed from
 * @param baselinesFingerprint of the earlier days' resting heart rates that its baselines were drawn from
 * @param restingFingerprint of the resting heart rates the day itself gives
 * @param pinnedRun the run whose events a rollback put back, and which the day keeps until it is rerun; null for a day that
 *     follows its inputs
 */
public record Publication(
        LocalDate eventDay,
        long run,
        String ruleset,
        String readingsFingerprint,
        String baselinesFingerprint,
        String restingFingerprint,
        long timelinesSnapshot,
        long summariesSnapshot,
        long restingSnapshot,
        int collars,
        long readings,
        long events,
        Instant publishedAt,
        @Nullable Long pinnedRun) {

    /** The same events again, published by another run to stay. */
    public Publication pinned(
            long byRun, long timelinesSnapshot, long summariesSnapshot, long restingSnapshot, Instant publishedAt) {
        return new Publication(
                eventDay,
                byRun,
                ruleset,
                readingsFingerprint,
                baselinesFingerprint,
                restingFingerprint,
                timelinesSnapshot,
                summariesSnapshot,
                restingSnapshot,
                collars,
                readings,
                events,
                publishedAt,
                pinnedRun == null ? Long.valueOf(run) : pinnedRun);
    }
}
