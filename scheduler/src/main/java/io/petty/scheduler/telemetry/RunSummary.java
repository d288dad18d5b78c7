package io.petty.scheduler.telemetry;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, for those who watch over it.
 *
 * @param command what was to be done
 * @param state how it ended
 * @param ingested delivery days that were ingested
 * @param incomplete ingested days that lost files
 * @param published event days that were published
 * @param failed days that failed
 * @param readings lines delivered on the ingested days that are a reading
 * @param rejects lines delivered on the ingested days that are a reject
 * @param forgotten lines delivered on the ingested days that are forgotten collars'
 * @param unusableFiles raw files of the ingested days that broke, or aren't empty and gave no reading
 * @param ignoredFiles files of the ingested days whose names aren't raw files' names
 * @param events of the published days
 * @param error why it failed; null unless it did
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
        COMPLETED("completed"),
        FAILED("failed"),
        STOPPED("stopped"),
        LOST("lost");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** In lower case, as {@code runs} shows it; {@code lost} when another run took the lake over. */
        public String label() {
            return label;
        }
    }

    public RunSummary {
        ingested = List.copyOf(ingested);
        incomplete = List.copyOf(incomplete);
        published = List.copyOf(published);
        failed = List.copyOf(failed);
    }
}
