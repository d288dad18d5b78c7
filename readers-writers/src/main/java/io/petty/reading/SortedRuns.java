package io.petty.reading;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/** Merges all sorted runs of a delivery day, one collar at a time. Memory holds one collar's event day. */
public final class SortedRuns {
    private final List<SortedRun> runs = new ArrayList<>();

    /** Reads the runs' indexes. {@link #collarDays} reads the rows. */
    public SortedRuns(FileIO files, Collection<String> locations) throws IOException {
        for (String location : locations) {
            runs.add(SortedRun.open(files.newInputFile(location)));
        }
    }

    /** Returns the collars of one event day and bucket, in the order of their ids. The caller must close the result. */
    public CollarDays collarDays(LocalDate eventDay, int bucket) throws IOException {
        return new CollarDays(eventDay, cursors(eventDay, bucket));
    }

    /** Opens a cursor for each run that contains readings of the event day and bucket. */
    List<SortedRun.Cursor> cursors(LocalDate eventDay, int bucket) throws IOException {
        List<SortedRun.Cursor> cursors = new ArrayList<>();
        try {
            for (SortedRun run : runs) {
                run.cursor((int) eventDay.toEpochDay(), bucket).ifPresent(cursors::add);
            }
            return cursors;
        } catch (IOException | RuntimeException e) {
            for (SortedRun.Cursor cursor : cursors) {
                cursor.close();
            }
            throw e;
        }
    }
}
