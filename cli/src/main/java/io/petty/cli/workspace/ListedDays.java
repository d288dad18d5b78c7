package io.petty.cli.workspace;

import io.petty.jobs.FailureText;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.ingest.RawFolders;
import io.petty.lake.DayState;
import io.petty.lake.DayStates;
import io.petty.lake.DeliveredFiles;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The states of a home's days, compared with the folders of raw files as they are now.
 *
 * @param days in order
 * @param notDays the folders below the raw root whose names start with {@code dt=} but contain no valid date
 */
public record ListedDays(List<DayState> days, List<String> notDays) {

    /** Lists the days from {@code from} to {@code to}, inclusive. A missing bound is the first or last known day. */
    public static ListedDays between(Workspace workspace, @Nullable LocalDate from, @Nullable LocalDate to)
            throws IOException {
        RawFolders folders = RawFolders.list(workspace.raw());
        DayStates states = new DayStates(
                workspace.deliveries(),
                workspace.feedbackDeliveries(),
                workspace.publications(),
                workspace.settings().rules().inForce(),
                workspace::holder);
        NavigableSet<LocalDate> days = new TreeSet<>(folders.days());
        days.addAll(states.recorded());
        if (from != null) {
            days = days.tailSet(from, true);
        }
        if (to != null) {
            days = days.headSet(to, true);
        }
        if (from != null && to != null) {
            from.datesUntil(to.plusDays(1)).forEach(days::add);
        }
        Map<LocalDate, DeliveredFiles> listings = new HashMap<>();
        for (LocalDate day : days) {
            listings.put(day, listing(workspace, day));
        }
        return new ListedDays(states.of(days, listings), folders.notDays());
    }

    private static DeliveredFiles listing(Workspace workspace, LocalDate day) {
        try {
            RawDelivery listed = RawDelivery.list(workspace.raw(), day);
            return new DeliveredFiles(
                    listed.files().size(),
                    listed.ignoredFiles(),
                    listed.fingerprint(workspace.settings().rawRules()),
                    null);
        } catch (IOException e) {
            return DeliveredFiles.failed(FailureText.of(e));
        }
    }
}
