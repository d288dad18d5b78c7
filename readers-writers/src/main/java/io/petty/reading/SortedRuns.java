package io.petty.reading;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/** All sorted runs of a delivery day, merged a collar at a time: memory holds one collar's event day. */
public final class SortedRuns {
    private final List<SortedRun> runs = new ArrayList<>();

    /** Opens the runs' indexes; the rows are read by {@link #collarDays}. */
    public SortedRuns(FileIO files, Collection<String> locations) throws IOException {
        for (String location : locations) {
            runs.add(SortedRun.open(files.newInputFile(location)));
        }
    }

    /** The collars of one event day and bucket, in order of their ids. The result must be closed. */
    public CollarDays collarDays(LocalDate eventDay, int bucket) throws IOException {
        List<SortedRun.Cursor> cursors = new ArrayList<>();
        for (SortedRun run : runs) {
            run.cursor((int) eventDay.toEpochDay(), bucket).ifPresent(cursors::add);
        }
        return new CollarDays(eventDay, cursors);
    }
}
