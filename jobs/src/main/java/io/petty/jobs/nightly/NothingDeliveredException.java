package io.petty.jobs.nightly;

import java.time.LocalDate;
import java.util.SortedSet;

/** A day was asked for that no raw file was ever delivered for. */
public final class NothingDeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    private static String days(SortedSet<LocalDate> delivered) {
        return switch (delivered.size()) {
            case 0 -> "No day was delivered there.";
            case 1 -> "Only %s was delivered there.".formatted(delivered.first());
            default ->
                "%d days were delivered there, from %s to %s."
                        .formatted(delivered.size(), delivered.first(), delivered.last());
        };
    }

    NothingDeliveredException(LocalDate day, int ignoredFiles, SortedSet<LocalDate> delivered) {
        super("No raw file for %s: none below dt=%s/ is named .ndjson, .jsonl or .json (plain, .gz or .zst)%s. %s"
                .formatted(
                        day,
                        day,
                        ignoredFiles == 0 ? "" : ", and %d have other names".formatted(ignoredFiles),
                        days(delivered)));
    }
}
