package io.petty.jobs.forget;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The result of erasing a collar.
 *
 * @param rows the number of erased rows by table, including those of an interrupted attempt
 * @param deliveryDays the days on which its readings were delivered
 * @param eventDays the published days that contained the collar
 * @param publications the number of earlier publications that were deleted; a rollback to them is no longer possible
 * @param files the number of deleted files of tables
 */
public record Forgot(
        SortedMap<String, Long> rows,
        SortedSet<LocalDate> deliveryDays,
        SortedSet<LocalDate> eventDays,
        int publications,
        long files) {

    /** Returns whether any row of the collar was found. */
    public boolean isFound() {
        return rows.values().stream().anyMatch(count -> count > 0);
    }
}
