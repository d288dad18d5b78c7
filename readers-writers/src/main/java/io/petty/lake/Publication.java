package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What readers see of an event day: the snapshots of its tables that belong together, and what they were computed from.
 *
 * @param readingsFingerprint of the readings the day was computed from
 * @param baselinesFingerprint of the earlier days' resting heart rates that its baselines were drawn from
 * @param restingFingerprint of the resting heart rates the day itself gives
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
        Instant publishedAt) {}
