package io.petty.cli.commands;

import java.util.Map;
import picocli.CommandLine.Option;

/** The option of commands that ingest which decides how a run with lost files ends. */
final class IncompleteOption {
    @Option(
            names = "--allow-incomplete",
            description = "End with 0 instead of 5 when files of a published day are unusable or ignored.")
    private boolean allowIncomplete;

    /** Returns the option as a setting; empty if it isn't given. */
    Map<String, Object> settings() {
        return allowIncomplete ? Map.of("petty.allow-incomplete", true) : Map.of();
    }
}
