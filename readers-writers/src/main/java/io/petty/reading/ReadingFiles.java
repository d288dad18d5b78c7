package io.petty.reading;

import io.petty.parquet.ColumnFileFooter;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/** The files of the readings table for some event days, as of the creation of this object. */
public final class ReadingFiles implements Serializable {
    private static final int EVENT_DAY = 0;
    private static final int DELIVERY_DAY = 1;

    private final FileIO io;
    private final Map<LocalDate, List<Delivered>> files;
    /** Footers of the files opened so far, by location. Several threads open each file once per bucket. */
    private final transient Map<String, ColumnFileFooter> footers = new ConcurrentHashMap<>();

    /** A file with one event day's readings from one delivery day. */
    private record Delivered(LocalDate deliveryDay, String location) implements Serializable {}

    private ReadingFiles(FileIO io, Map<LocalDate, List<Delivered>> files) {
        this.io = io;
        this.files = files;
    }

    /** Footers aren't serialized; they are read again. */
    private Object readResolve() {
        return new ReadingFiles(io, files);
    }

    /** Looks up the current files of the given event days, from all delivery days. */
    public ReadingFiles(Table readings, Collection<LocalDate> eventDays) {
        this(readings, eventDays, day -> true);
    }

    /** Looks up the current files of the given event days, from some delivery days. */
    public ReadingFiles(Table readings, Collection<LocalDate> eventDays, Predicate<LocalDate> deliveryDays) {
        this(readings.io(), new HashMap<>());
        if (readings.currentSnapshot() == null || eventDays.isEmpty()) {
            return;
        }
        Object[] days = eventDays.stream().map(LocalDate::toString).toArray();
        try (CloseableIterable<FileScanTask> tasks =
                readings.newScan().filter(Expressions.in("event_day", days)).planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                LocalDate day = LocalDate.ofEpochDay(file.partition().get(EVENT_DAY, Integer.class));
                LocalDate deliveryDay = LocalDate.ofEpochDay(file.partition().get(DELIVERY_DAY, Integer.class));
                if (deliveryDays.test(deliveryDay)) {
                    files.computeIfAbsent(day, key -> new ArrayList<>())
                            .add(new Delivered(deliveryDay, file.location()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of the readings table can't be listed", e);
        }
    }

    /** Returns one collar's readings of an event day by delivery day. Reads only the pages of that collar. */
    public SortedMap<LocalDate, CollarDay> byDeliveryDay(LocalDate eventDay, String collarId) throws IOException {
        SortedMap<LocalDate, CollarDay.Builder> found = new TreeMap<>();
        for (Delivered delivered : files.getOrDefault(eventDay, List.of())) {
            try (ColumnFileReader file = new ColumnFileReader(io.newInputFile(delivered.location()))) {
                for (RowRange range : file.rowsThatMayHold("collar_id", collarId)) {
                    CollarDayReader rows = new CollarDayReader(file, range.from(), range.to());
                    while (rows.next()) {
                        if (rows.collarId().equals(collarId)) {
                            rows.readRows(found.computeIfAbsent(
                                    delivered.deliveryDay(), day -> new CollarDay.Builder(collarId, eventDay)));
                        }
                    }
                }
            }
        }
        SortedMap<LocalDate, CollarDay> readings = new TreeMap<>();
        found.forEach((day, rows) -> readings.put(day, rows.build()));
        return readings;
    }

    /** A cursor over one bucket's collars in a file, and the delivery day of the file's readings. */
    record DeliveredCursor(LocalDate deliveryDay, CollarCursor cursor) {
        String collarId() {
            return cursor.collarId();
        }
    }

    /**
     * Opens a cursor for each file of an event day and each bucket in the range, if the file contains rows of that
     * bucket.
     */
    List<DeliveredCursor> cursors(LocalDate eventDay, int fromBucket, int toBucket) throws IOException {
        List<DeliveredCursor> cursors = new ArrayList<>();
        try {
            for (Delivered file : files.getOrDefault(eventDay, List.of())) {
                for (int bucket = fromBucket; bucket < toBucket; bucket++) {
                    CollarCursor cursor = cursor(file.location(), bucket);
                    if (cursor != null) {
                        cursors.add(new DeliveredCursor(file.deliveryDay(), cursor));
                    }
                }
            }
            return cursors;
        } catch (IOException | RuntimeException e) {
            for (DeliveredCursor cursor : cursors) {
                cursor.cursor().close();
            }
            throw e;
        }
    }

    private @Nullable CollarCursor cursor(String location, int bucket) throws IOException {
        InputFile input = io.newInputFile(location);
        ColumnFileFooter footer = footers.get(location);
        if (footer == null) {
            try (ColumnFileReader file = new ColumnFileReader(input)) {
                footer = file.footer();
            }
            footers.put(location, footer);
        }
        for (BucketRows rows : BucketRows.of(footer)) {
            if (rows.bucket() == bucket) {
                return new CollarDayReader(new ColumnFileReader(input, footer), rows.from(), rows.to());
            }
        }
        return null;
    }
}
