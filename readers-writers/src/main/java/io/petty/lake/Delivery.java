package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The latest word on a delivery day.
 *
 * @param attemptRun the run that last tried to ingest the day
 * @param attemptMessage why that attempt failed; null unless it did
 * @param ingested what is ingested now; null before the first time
 */
public record Delivery(
        LocalDate day,
        long attemptRun,
        AttemptState attemptState,
        Instant attemptedAt,
        @Nullable String attemptMessage,
        @Nullable Ingested ingested) {

    /** How the last attempt to ingest a delivery day stands. */
    public enum AttemptState {
        RUNNING,
        COMPLETED,
        FAILED
    }

    /**
     * What a delivery day gave when it was ingested.
     *
     * @param fingerprint of the listed files and the rules they were judged by
     * @param unusableFiles raw files that broke, or aren't empty and gave no reading
     * @param ignoredFiles files with names that aren't raw files' names
     * @param lines lines that aren't blank: {@code readings + rejects + forgotten}
     * @param readings lines that are a reading, before repeats are removed
     * @param rejects lines that are a reject
     * @param forgotten lines of forgotten collars, of which nothing is kept
     */
    public record Ingested(
            long run,
            String fingerprint,
            int files,
            int unusableFiles,
            int ignoredFiles,
            long lines,
            long readings,
            long rejects,
            long forgotten,
            Instant at) {

        /** Whether no file of the delivery is lost; see {@link Deliveries#incompleteFiles} for those that are. */
        public boolean isComplete() {
            return unusableFiles == 0 && ignoredFiles == 0;
        }
    }
}
