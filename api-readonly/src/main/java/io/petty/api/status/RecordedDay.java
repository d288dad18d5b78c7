package io.petty.api.status;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the lake's records say of a day. They don't know what lies below the raw root since the last run, nor the rules and
 * baselines in force: {@code petty status} looks at those.
 *
 * @param files raw files that were ingested
 * @param readings lines of the delivery that are readings
 * @param rejects lines of the delivery that are rejects
 * @param forgotten lines of the delivery that are forgotten collars', of which nothing is kept
 * @param run the run that published the day, or last tried to; null for none
 * @param publishedAt null while it isn't published
 * @param incomplete whether files of the delivery are lost: unusable or ignored
 * @param why what made it stale or incomplete or let it fail; empty otherwise
 */
record RecordedDay(
        LocalDate day,
        int files,
        long readings,
        long rejects,
        long forgotten,
        State state,
        @Nullable Long run,
        @Nullable Instant publishedAt,
        boolean incomplete,
        String why) {
    enum State {
        FRESH,
        STALE,
        PINNED,
        MISSING,
        FAILED,
        RUNNING
    }
}
