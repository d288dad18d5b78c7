package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a day, both as delivery day and as event day.
 *
 * @param cause why the day is stale, pinned, incomplete, missing or failed; else empty
 * @param run the run that last tried to ingest the day, if that attempt failed or is in progress; else the run that
 *     published the day; null for none
 * @param when the time at which that run published the day or began to ingest it
 * @param publishedAt null for a day that isn't published
 * @param files number of raw files in the day's folder, −1 if it can't be listed; if folders weren't listed, number of
 *     ingested raw files
 * @param readings number of lines of the ingested delivery that are readings, repeats included
 * @param rejects number of lines of the ingested delivery that are rejects
 * @param forgotten number of lines of the ingested delivery that belong to forgotten collars
 * @param incomplete whether files of the ingested delivery are unusable or ignored, whatever the state
 */
public record DayState(
        LocalDate day,
        State state,
        String cause,
        @Nullable Long run,
        @Nullable Instant when,
        @Nullable Instant publishedAt,
        int files,
        long readings,
        long rejects,
        long forgotten,
        boolean incomplete) {

    /** Whether a day is published and up to date, and if not, why. */
    public enum State {
        FRESH,
        INCOMPLETE,
        STALE,
        PINNED,
        MISSING,
        FAILED,
        RUNNING;

        /** Returns the name for people and the API, such as {@code fresh}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
