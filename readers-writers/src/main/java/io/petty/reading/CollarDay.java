package io.petty.reading;

import java.nio.LongBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;

/**
 * The readings of one collar and one UTC event day in time order, at most one per millisecond: a block of rows in two
 * primitive columns (see {@link PackedReading}).
 */
public final class CollarDay {
    private final String collarId;
    private final LocalDate day;
    private final long[] keys;
    private final long[] locations;
    private final int size;

    /**
     * Wraps the arrays without copying them.
     *
     * @throws IllegalArgumentException if the first {@code size} rows are not in strict time order
     */
    public CollarDay(String collarId, LocalDate day, long[] keys, long[] locations, int size) {
        for (int i = 1; i < size; i++) {
            if (PackedReading.millisOfDay(keys[i - 1]) >= PackedReading.millisOfDay(keys[i])) {
                throw new IllegalArgumentException("Readings of collar %s on %s are not in strict time order at row %d"
                        .formatted(collarId, day, i));
            }
        }
        this.collarId = collarId;
        this.day = day;
        this.keys = keys;
        this.locations = locations;
        this.size = size;
    }

    public String collarId() {
        return collarId;
    }

    public LocalDate day() {
        return day;
    }

    /** Returns the number of readings. */
    public int size() {
        return size;
    }

    /** Returns the time of reading {@code i} in milliseconds since 00:00 UTC of the day. */
    public int millisOfDay(int i) {
        return PackedReading.millisOfDay(keys[i]);
    }

    /** Returns the time of reading {@code i} in milliseconds since 1970-01-01T00:00Z. */
    public long epochMillis(int i) {
        return day.toEpochDay() * PackedReading.MILLIS_PER_DAY + millisOfDay(i);
    }

    /** Returns whether reading {@code i} has a heart rate. */
    public boolean hasHeartRate(int i) {
        return PackedReading.heartRate(keys[i]) != PackedReading.NO_HEART_RATE;
    }

    /**
     * Returns the heart rate of reading {@code i} in thousandths of a beat per minute. Only if {@link #hasHeartRate}.
     */
    public int heartRate(int i) {
        return PackedReading.heartRate(keys[i]);
    }

    /** Returns the activity level of reading {@code i}: 0, 1 or 2. */
    public int activity(int i) {
        return PackedReading.activity(keys[i]);
    }

    /** Returns whether reading {@code i} has a location. */
    public boolean hasLocation(int i) {
        return locations[i] != PackedReading.NO_LOCATION;
    }

    /** Returns the longitude of reading {@code i} in millionths of a degree. Only if {@link #hasLocation}. */
    public int longitude(int i) {
        return PackedReading.longitude(locations[i]);
    }

    /** Returns the latitude of reading {@code i} in millionths of a degree. Only if {@link #hasLocation}. */
    public int latitude(int i) {
        return PackedReading.latitude(locations[i]);
    }

    /** Returns the packed key of reading {@code i}, see {@link PackedReading#key}. */
    public long key(int i) {
        return keys[i];
    }

    /** Returns the packed location of reading {@code i}, see {@link PackedReading#location}. */
    public long location(int i) {
        return locations[i];
    }

    /** Copies all packed keys to the buffer, then all packed locations: everything except collar and day. */
    public void copyTo(LongBuffer packed) {
        packed.put(keys, 0, size).put(locations, 0, size);
    }

    /** Merges the parts of a collar's day from several deliveries. Keeps one reading per millisecond. */
    public static CollarDay merge(String collarId, LocalDate day, Collection<CollarDay> parts) {
        Builder rows = new Builder(collarId, day);
        for (CollarDay part : parts) {
            for (int i = 0; i < part.size; i++) {
                rows.add(part.keys[i], part.locations[i]);
            }
        }
        return rows.build();
    }

    /**
     * Collects readings in any order. Of several in the same millisecond, it keeps the first by the specification's
     * order.
     */
    public static final class Builder {
        private static final int FEW = 64;

        private final String collarId;
        private final LocalDate day;
        private long[] keys;
        private long[] locations;
        private int size;

        public Builder(String collarId, LocalDate day) {
            this(collarId, day, FEW);
        }

        /** @param likelyRows the likely number of readings; room for more is made by copying */
        Builder(String collarId, LocalDate day, int likelyRows) {
            this.collarId = collarId;
            this.day = day;
            this.keys = new long[Math.max(FEW, likelyRows)];
            this.locations = new long[keys.length];
        }

        /** Adds a reading by its packed key and location. */
        public Builder add(long key, long location) {
            int place = extend(1);
            keys[place] = key;
            locations[place] = location;
            return this;
        }

        /** Adds readings in the format of {@link #copyTo}: all keys, then all locations. */
        public Builder add(LongBuffer packed) {
            int rows = packed.remaining() / 2;
            int place = extend(rows);
            packed.get(keys, place, rows).get(locations, place, rows);
            return this;
        }

        /** Makes room for {@code rows} readings and returns the index of the first. The caller must set them all. */
        int extend(int rows) {
            int first = size;
            int needed = Math.addExact(size, rows);
            if (needed > keys.length) {
                int capacity = Math.max(needed, size + size / 2);
                keys = Arrays.copyOf(keys, capacity);
                locations = Arrays.copyOf(locations, capacity);
            }
            size = needed;
            return first;
        }

        long[] keys() {
            return keys;
        }

        long[] locations() {
            return locations;
        }

        /** Builds the collar's day. The builder must not be used afterwards. */
        public CollarDay build() {
            ReadingSort.sort(keys, locations, 0, size);
            int kept = ReadingSort.removeRepeats(keys, locations, 0, size);
            return new CollarDay(collarId, day, keys, locations, kept);
        }
    }
}
