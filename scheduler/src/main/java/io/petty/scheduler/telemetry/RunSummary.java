package io.petty.scheduler.telemetry;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a run.
 *
 * @param command the command and its arguments
 * @param state how it ended
 * @param ingested delivery days that were ingested
 * @param incomplete ingested days with unusable or ignored files
 * @param published event days that were published
 * @param failed days that failed
 * @param readings number of readings delivered on the ingested days
 * @param rejects number of rejected lines delivered on the ingested days
 * @param forgotten number of lines of forgotten collars delivered on the ingested days
 * @param unusableFiles number of raw files of the ingested days that are damaged, or that aren't empty but have no
 *     readings
 * @param ignoredFiles number of files of the ingested days whose names aren't names of raw files
 * @param events number of events of the published days
 * @param error why it failed; null if it didn't fail
 */
public record RunSummary(
        long run,
        String command,
        State state,
        Duration took,
        List<LocalDate> ingested,
        List<LocalDate> incomplete,
        List<LocalDate> published,
        List<LocalDate> failed,
        long readings,
        long rejects,
        long forgotten,
        long unusableFiles,
        long ignoredFiles,
        long events,
        @Nullable String error) {

    /** How a run ended. */
    public enum State {
        COMPLETED,
        FAILED,
        STOPPED,

        /** Another run took over the lake. */
        LOST;

        /** Returns the state in lower case, as {@code runs} shows it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RunSummary {
        ingested = List.copyOf(ingested);
        incomplete = List.copyOf(incomplete);
        published = List.copyOf(published);
        failed = List.copyOf(failed);
    }
}
