package io.petty.cli.commands;

import java.util.Map;
import picocli.CommandLine.Option;

/** The option to accept lost files, for commands that ingest. */
final class IncompleteOption {
    @Option(
            names = "--allow-incomplete",
            description = "Exit with 0 instead of 5 if files of a published day are unusable or ignored.")
    private boolean allowIncomplete;

    /** Returns the option as a setting; empty without the option. */
    Map<String, Object> settings() {
        return allowIncomplete ? Map.of("petty.allow-incomplete", true) : Map.of();
    }
}
