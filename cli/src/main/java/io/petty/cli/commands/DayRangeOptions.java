package io.petty.cli.commands;

import io.petty.settings.SettingsException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that read a range of days. */
final class DayRangeOptions {
    @Option(names = "--from", paramLabel = "YYYY-MM-DD", description = "The first day (default: the first known).")
    @Nullable
    LocalDate from;

    @Option(names = "--to", paramLabel = "YYYY-MM-DD", description = "The last day (default: the last known).")
    @Nullable
    LocalDate to;

    /** @throws SettingsException if the range ends before it starts */
    void check() {
        check(from, to);
    }

    /** @throws SettingsException if the range ends before it starts */
    static void check(@Nullable LocalDate from, @Nullable LocalDate to) {
        if (from != null && to != null && to.isBefore(from)) {
            throw new SettingsException("--to %s is before --from %s".formatted(to, from));
        }
    }

    boolean contains(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }
}
