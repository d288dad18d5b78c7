package io.petty.jobs.maintain;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * How long data and records are kept that are no longer current.
 *
 * @param snapshots of snapshots that no publication names, since their commit; not negative
 * @param publications of earlier publications and their snapshots, since they were replaced; not negative
 * @param orphans of files that no table knows, since their last change; at least a day, so that a failed run can be
 *     restarted with the files it didn't commit
 * @param runs of records of runs that published nothing current, and of their jobs, since their end; at least a day
 */
public record Retention(Duration snapshots, Duration publications, Duration orphans, Duration runs) {
    private static final Duration DAY = Duration.ofDays(1);

    /** Longer than any lake exists, and short enough for computations with instants. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Declared after the bounds, since the constructor needs them. */
    public static final Retention DEFAULTS =
            new Retention(Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(3), Duration.ofDays(90));

    public Retention {
        SettingChecks.between("petty.retention.snapshots", snapshots, Duration.ZERO, LONGEST);
        SettingChecks.between("petty.retention.publications", publications, Duration.ZERO, LONGEST);
        SettingChecks.between("petty.retention.orphans", orphans, DAY, LONGEST);
        SettingChecks.between("petty.retention.runs", runs, DAY, LONGEST);
    }
}
