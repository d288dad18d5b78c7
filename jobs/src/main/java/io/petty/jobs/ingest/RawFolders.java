package io.petty.jobs.ingest;

import io.petty.storage.Storage;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The folders of deliveries below a raw root.
 *
 * @param days the delivery days that have a folder
 * @param notDays the folders whose names start with {@code dt=} but contain no valid date, such as {@code dt=latest}
 */
public record RawFolders(SortedSet<LocalDate> days, List<String> notDays) {
    private static final String PREFIX = "dt=";

    public RawFolders {
        days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
        notDays = List.copyOf(notDays);
    }

    /** @throws IOException if the root can't be listed */
    public static RawFolders list(Storage raw) throws IOException {
        SortedSet<LocalDate> days = new TreeSet<>();
        List<String> notDays = new ArrayList<>();
        for (String folder : raw.folders(PREFIX)) {
            LocalDate day = day(folder);
            if (day == null) {
                notDays.add(folder);
            } else {
                days.add(day);
            }
        }
        return new RawFolders(days, notDays);
    }

    /** Returns the folder of a delivery day, without a slash at its end. */
    static String folder(LocalDate day) {
        return PREFIX + day;
    }

    private static @Nullable LocalDate day(String folder) {
        try {
            LocalDate day = LocalDate.parse(folder.substring(PREFIX.length()));
            // A year of more than four digits parses, too.
            return folder(day).equals(folder) && day.getYear() >= 1 && day.getYear() <= 9999 ? day : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
