package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The state of a delivery day: the last attempt to ingest it, and its current content.
 *
 * @param attemptRun run that last tried to ingest the day
 * @param attemptMessage why that attempt failed; null if it didn't
 * @param ingested the last successful ingestion; null if there is none
 */
public record Delivery(
        LocalDate day,
        long attemptRun,
        AttemptState attemptState,
        Instant attemptedAt,
        @Nullable String attemptMessage,
        @Nullable Ingested ingested) {

    /** The state of the last attempt to ingest a delivery day. */
    public enum AttemptState {
        RUNNING,
        COMPLETED,
        FAILED
    }

    /**
     * The counts of a delivery day when it was ingested.
     *
     * @param fingerprint of the listed files and of the rules in force for their lines
     * @param unusableFiles number of raw files that are broken, or that aren't empty but contain no reading
     * @param ignoredFiles number of files that aren't named like raw files
     * @param lines number of lines that aren't blank: {@code readings + rejects + forgotten}
     * @param readings number of lines that are readings, repeats included
     * @param rejects number of lines that are rejects
     * @param forgotten number of lines of forgotten collars; these lines aren't stored
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

        /**
         * Returns whether no file of the delivery is lost. {@link Deliveries#incompleteFiles} returns the lost files.
         */
        public boolean isComplete() {
            return unusableFiles == 0 && ignoredFiles == 0;
        }
    }
}
