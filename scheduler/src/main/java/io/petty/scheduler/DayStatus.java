package io.petty.scheduler;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
record DayStatus(
        LocalDate day,
        int files,
        long readings,
        long rejects,
        long forgotten,
        State state,
        @Nullable Long run,
        @Nullable Instant when,
        String why) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** What a person has to do about a day, if anything. */
    enum State {
        FRESH,
        INCOMPLETE,
        STALE,
        PINNED,
        MISSING,
        FAILED,
        RUNNING;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static String text(Instant time) {
        return TIME.format(time);
    }
}
