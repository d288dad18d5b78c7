package io.petty.reading;

import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.io.FileIO;

/**
 * The readings of event days. Each delivery's readings are either in sorted runs or in files of the readings table.
 *
 * @param files the files of the deliveries without sorted runs
 * @param workFiles the storage of the sorted runs
 * @param runs the locations of the sorted runs with readings of each event day
 */
public record EventDayReadings(ReadingFiles files, FileIO workFiles, Map<LocalDate, List<String>> runs)
        implements Serializable {
    /**
     * Returns the collars of a bucket on one event day, in the order of their ids, each with at most one reading per
     * millisecond. The caller must close the result.
     */
    public CollarDays collarDays(LocalDate eventDay, int bucket) throws IOException {
        List<CollarCursor> cursors = new ArrayList<>();
        files.cursors(eventDay, bucket, bucket + 1).forEach(delivered -> cursors.add(delivered.cursor()));
        try {
            cursors.addAll(new SortedRuns(workFiles, runs.getOrDefault(eventDay, List.of())).cursors(eventDay, bucket));
        } catch (IOException | RuntimeException e) {
            for (CollarCursor cursor : cursors) {
                cursor.close();
            }
            throw e;
        }
        return new CollarDays(eventDay, cursors);
    }
}
