package io.petty.jobs.maintain;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * How long data and records are kept after they are no longer current.
 *
 * @param snapshots how long snapshots that no publication names are kept after their commit; not negative
 * @param publications how long earlier publications and their snapshots are kept after they are replaced; not negative
 * @param orphans how long files that no table references are kept after their last change; at least a day, so that a
 *     failed run can be restarted with the files that it didn't commit
 * @param runs how long the records of runs that published nothing current, and of their jobs, are kept after the run;
 *     at least a day
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
