package io.petty.jobs.forget;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What forgetting a collar did.
 *
 * @param rows how many of its rows went from which table, now or in an attempt that was cut off
 * @param deliveryDays the days whose raw files gave its readings
 * @param eventDays the published days that had it
 * @param publications how many earlier publications went, to which nobody can roll back any more
 * @param files how many files of tables went
 */
public record Forgot(
        SortedMap<String, Long> rows,
        SortedSet<LocalDate> deliveryDays,
        SortedSet<LocalDate> eventDays,
        int publications,
        long files) {

    /** Whether anything of it was there. */
    public boolean isFound() {
        return rows.values().stream().anyMatch(count -> count > 0);
    }
}
