package io.petty.cli.workspace;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a day: of what was delivered on it, and of its timelines.
 *
 * @param files raw files that are below the day's folder now; −1 when it can't be listed
 * @param readings lines of the delivery that are readings
 * @param rejects lines of the delivery that are rejects
 * @param forgotten lines of the delivery that are forgotten collars'
 * @param run the run that published the day, or last tried to
 * @param why what made it stale or incomplete or let it fail; empty otherwise
 */
public record DayStatus(
        LocalDate day,
        int files,
        long readings,
        long rejects,
        long forgotten,
        State state,
        @Nullable Long run,
        @Nullable Instant when,
        String why) {
    /** What a person has to do about a day, if anything. */
    public enum State {
        FRESH,
        INCOMPLETE,
        STALE,
        PINNED,
        MISSING,
        FAILED,
        RUNNING;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
