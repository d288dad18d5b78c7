package io.petty.reading;

import io.petty.parquet.ColumnBatch;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnRows;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the collars of a file of the readings table; consecutive rows of one collar are a group. All readings
 * of a file are on one event day. Values are restored to the exact integers from which they were written.
 */
final class CollarDayReader implements CollarCursor {
    private static final List<String> COLUMNS =
            List.of("collar_id", "time", "heart_rate", "activity_level", "lon", "lat");
    private static final int COLLAR = 0;
    private static final int TIME = 1;
    private static final int HEART_RATE = 2;
    private static final int ACTIVITY = 3;
    private static final int LONGITUDE = 4;
    private static final int LATITUDE = 5;

    private static final long MICROS_PER_MILLI = 1000;
    private static final long MICROS_PER_DAY = MICROS_PER_MILLI * PackedReading.MILLIS_PER_DAY;

    private final ColumnFileReader file;
    private final ColumnRows rows;
    private @Nullable ColumnBatch batch;
    private int row;
    private @Nullable String collarId;
    private long epochDay;

    /** Reads the rows {@code from} to {@code to} (exclusive). Closing this reader closes the file. */
    public CollarDayReader(ColumnFileReader file, long from, long to) {
        this.file = file;
        this.rows = file.read(COLUMNS, from, to);
    }

    /** Moves to the next group and skips the rest of this one. Returns false after the last. */
    @Override
    public boolean next() throws IOException {
        while (isInGroup() && batch != null) {
            row = batch.endOfText(COLLAR, row);
        }
        if (batch == null) {
            collarId = null;
            return false;
        }
        collarId = batch.string(COLLAR, row);
        epochDay = Math.floorDiv(batch.timestampMillis(TIME, row), PackedReading.MILLIS_PER_DAY);
        return true;
    }

    /** Returns the collar of the group. Only after {@link #next} returned true. */
    @Override
    public String collarId() {
        if (collarId == null) {
            throw new IllegalStateException("There is no current group");
        }
        return collarId;
    }

    /** Returns the UTC event day of the group. */
    public LocalDate day() {
        return LocalDate.ofEpochDay(epochDay);
    }

    /**
     * Adds the group's readings that haven't been read yet.
     *
     * @throws IOException if a reading is on another day than the group's first
     */
    @Override
    public void readRows(CollarDay.Builder day) throws IOException {
        while (isInGroup() && batch != null) {
            int end = batch.endOfText(COLLAR, row);
            int place = day.extend(end - row);
            readKeys(batch, end, day.keys(), place);
            readLocations(batch, end, day.locations(), place);
            row = end;
        }
    }

    private void readKeys(ColumnBatch from, int end, long[] keys, int place) throws IOException {
        long[] times = from.longWholes(TIME);
        long[] heartRates = from.reals(HEART_RATE);
        long[] activities = from.wholes(ACTIVITY);
        long dayStart = epochDay * MICROS_PER_DAY;
        for (int i = row; i < end; i++) {
            long micros = times[i] - dayStart;
            if (micros < 0 || micros >= MICROS_PER_DAY) {
                throw new IOException("A reading of collar %s is outside of %s, the day of the readings before it"
                        .formatted(collarId, day()));
            }
            int heartRate = from.isNull(HEART_RATE, i)
                    ? PackedReading.NO_HEART_RATE
                    : units(heartRates[i], ReadingTable.HEART_RATE_SCALE);
            keys[place + i - row] =
                    PackedReading.key((int) (micros / MICROS_PER_MILLI), heartRate, (int) activities[i]);
        }
    }

    private void readLocations(ColumnBatch from, int end, long[] locations, int place) {
        long[] longitudes = from.reals(LONGITUDE);
        long[] latitudes = from.reals(LATITUDE);
        for (int i = row; i < end; i++) {
            locations[place + i - row] = from.isNull(LONGITUDE, i) || from.isNull(LATITUDE, i)
                    ? PackedReading.NO_LOCATION
                    : PackedReading.location(
                            units(longitudes[i], ReadingTable.DEGREE_SCALE),
                            units(latitudes[i], ReadingTable.DEGREE_SCALE));
        }
    }

    private static int units(long bits, double scale) {
        return (int) Math.round(Double.longBitsToDouble(bits) * scale);
    }

    /**
     * Returns whether the current row exists and belongs to the group's collar. Fetches the next batch if necessary.
     */
    private boolean isInGroup() throws IOException {
        if (batch == null || row == batch.size()) {
            batch = rows.next();
            row = 0;
        }
        return batch != null && batch.string(COLLAR, row).equals(collarId);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
