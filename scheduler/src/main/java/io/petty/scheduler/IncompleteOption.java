package io.petty.scheduler;

import java.util.Map;
import picocli.CommandLine.Option;

/** The option of commands that ingest, which may have to do with files that are lost. */
final class IncompleteOption {
    @Option(
            names = "--allow-incomplete",
            description = "End with 0 instead of 5 when files of a published day are unusable or ignored.")
    private boolean allowIncomplete;

    /** As settings. */
    Map<String, Object> settings() {
        return allowIncomplete ? Map.of("petty.allow-incomplete", true) : Map.of();
    }
}
