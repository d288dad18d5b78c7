package io.petty.jobs.update;

import io.petty.lake.IncompleteFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Findings in the raw root that a run reports, besides readings and rejects.
 *
 * @param incomplete ingested delivery days with ignored or unusable files, with these files
 * @param empty delivery days that have a folder but never had a raw file, with the ignored files in the folder
 * @param notDays the folders whose names start with {@code dt=} but contain no valid date
 */
public record DeliveryFindings(
        SortedMap<LocalDate, IncompleteFiles> incomplete,
        SortedMap<LocalDate, IncompleteFiles> empty,
        List<String> notDays) {
    public static final DeliveryFindings NONE = new DeliveryFindings(new TreeMap<>(), new TreeMap<>(), List.of());

    public DeliveryFindings {
        incomplete = Collections.unmodifiableSortedMap(new TreeMap<>(incomplete));
        empty = Collections.unmodifiableSortedMap(new TreeMap<>(empty));
        notDays = List.copyOf(notDays);
    }

    /** Returns a line for each finding. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        incomplete.forEach((day, files) -> lines.add("%s is incomplete: %s".formatted(day, files.text())));
        empty.forEach((day, files) -> lines.add(
                "%s has no raw file and is skipped%s".formatted(day, files.isEmpty() ? "" : ": " + files.text())));
        notDays.forEach(folder -> lines.add("%s/ is ignored: it names no date like dt=2026-11-20".formatted(folder)));
        return lines;
    }
}
