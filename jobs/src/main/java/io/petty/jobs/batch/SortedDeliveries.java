package io.petty.jobs.batch;

import io.petty.lake.Contribution;
import io.petty.reading.EventDayReadings;
import io.petty.reading.ReadingFiles;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sorted runs of the delivery days that this run has ingested. They contain the same readings as the table, and
 * reading them takes a quarter of the CPU time. A later run reads the table.
 */
public final class SortedDeliveries {
    private final WorkFolder work;
    private final Map<LocalDate, List<String>> runs = new HashMap<>();

    /** @param work contains the sorted runs */
    public SortedDeliveries(WorkFolder work) {
        this.work = work;
    }

    /**
     * Adds a delivery day whose readings are now in the table. Ignores runs on S3, because reading them takes more
     * requests than reading the table.
     *
     * @param locations the locations of its sorted runs; empty if the engine passed the readings to the table itself
     */
    public void add(LocalDate deliveryDay, List<String> locations) {
        if (work.isLocal() && !locations.isEmpty()) {
            runs.put(deliveryDay, List.copyOf(locations));
        }
    }

    /** Returns the readings of event days: sorted runs where possible, otherwise the table's current files. */
    public EventDayReadings readings(JobParts parts, Collection<LocalDate> eventDays) {
        Map<LocalDate, List<String>> sorted = new HashMap<>();
        List<LocalDate> inTable = new ArrayList<>();
        for (LocalDate day : eventDays) {
            List<LocalDate> deliveries = parts.records().deliveries().contributionsTo(day).stream()
                    .map(Contribution::deliveryDay)
                    .toList();
            sorted.put(
                    day,
                    deliveries.stream()
                            .flatMap(delivery -> runs.getOrDefault(delivery, List.of()).stream())
                            .toList());
            if (!runs.keySet().containsAll(deliveries)) {
                inTable.add(day);
            }
        }
        return new EventDayReadings(
                new ReadingFiles(parts.lake().readings(), inTable, delivery -> !runs.containsKey(delivery)),
                work.files(),
                sorted);
    }
}
