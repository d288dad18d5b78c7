package io.petty.jobs.maintain;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * How long what is no longer current is kept.
 *
 * @param snapshots snapshots of tables that no publication names, since their commit; not negative
 * @param publications publications, with their snapshots, for a rollback, since another one took their place; not negative
 * @param orphans files below the tables that no table knows, since their last change; at least a day, as within a day a
 *     failed run may be restarted with files it wrote and didn't commit
 * @param runs records of runs that give nothing that is current, and of their jobs, since their end; at least a day
 */
public record Retention(Duration snapshots, Duration publications, Duration orphans, Duration runs) {
    private static final Duration DAY = Duration.ofDays(1);

    /** Beyond any lake's age, and still far from where reckoning with instants overflows. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** After the bounds, which it is checked by. */
    public static final Retention DEFAULTS =
            new Retention(Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(3), Duration.ofDays(90));

    public Retention {
        SettingChecks.between("petty.retention.snapshots", snapshots, Duration.ZERO, LONGEST);
        SettingChecks.between("petty.retention.publications", publications, Duration.ZERO, LONGEST);
        SettingChecks.between("petty.retention.orphans", orphans, DAY, LONGEST);
        SettingChecks.between("petty.retention.runs", runs, DAY, LONGEST);
    }
}
