package io.petty.jobs.update;

import io.petty.jobs.ingest.RawDelivery;
import io.petty.lake.IncompleteFiles;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;

/** There has never been a raw file of the requested delivery day. */
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

    NothingDeliveredException(RawDelivery listed, SortedSet<LocalDate> delivered) {
        super(
                "No raw file for %s: dt=%s/ contains no file named *.ndjson, *.jsonl, *.json or without an extension, plain or with .gz or .zst added%s. %s"
                        .formatted(
                                listed.day(),
                                listed.day(),
                                listed.ignoredFiles().isEmpty()
                                        ? ""
                                        : "; " + new IncompleteFiles(List.of(), listed.ignoredFiles()).text(),
                                days(delivered)));
    }
}
