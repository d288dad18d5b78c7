package io.petty.jobs.update;

import io.petty.lake.IncompleteFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run found in the raw root that is neither a reading nor a reject, and reports.
 *
 * @param incomplete ingested delivery days that lost files, with these files
 * @param empty delivery days that have a folder without any raw file and never had one, with the files that were ignored
 * @param notDays folders that begin like a delivery day's, but name no date
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

    /** A line for each, for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        incomplete.forEach((day, files) -> lines.add("%s is incomplete: %s".formatted(day, files.text())));
        empty.forEach((day, files) -> lines.add(
                "%s has no raw file and is passed over%s".formatted(day, files.isEmpty() ? "" : ": " + files.text())));
        notDays.forEach(folder -> lines.add("%s/ is ignored: it names no date like dt=2026-11-20".formatted(folder)));
        return lines;
    }
}
