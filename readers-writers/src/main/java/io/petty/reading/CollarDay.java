package io.petty.reading;

import java.nio.LongBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;

/**
 * The readings of one collar and one UTC event day in time order, one a millisecond: a block of rows in two primitive
 * columns (see {@link PackedReading}).
 */
public final class CollarDay {
    private final String collarId;
    private final LocalDate day;
    private final long[] keys;
    private final long[] locations;
    private final int size;

    /**
     * Takes the arrays as they are, without a copy.
     *
     * @throws IllegalArgumentException when the first {@code size} rows are not strictly in time order
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

    /** How many readings there are. */
    public int size() {
        return size;
    }

    /** The time of reading {@code i} in milliseconds since 00:00 UTC of the day. */
    public int millisOfDay(int i) {
        return PackedReading.millisOfDay(keys[i]);
    }

    /** The time of reading {@code i} in milliseconds since 1970-01-01T00:00Z. */
    public long epochMillis(int i) {
        return day.toEpochDay() * PackedReading.MILLIS_PER_DAY + millisOfDay(i);
    }

    /** Whether reading {@code i} has a heart rate. */
    public boolean hasHeartRate(int i) {
        return PackedReading.heartRate(keys[i]) != PackedReading.NO_HEART_RATE;
    }

    /** The heart rate of reading {@code i} in thousandths of a beat per minute; only where {@link #hasHeartRate} holds. */
    public int heartRate(int i) {
        return PackedReading.heartRate(keys[i]);
    }

    /** The activity level of reading {@code i}: 0, 1 or 2. */
    public int activity(int i) {
        return PackedReading.activity(keys[i]);
    }

    /** Whether reading {@code i} has a location. */
    public boolean hasLocation(int i) {
        return locations[i] != PackedReading.NO_LOCATION;
    }

    /** The longitude of reading {@code i} in millionths of a degree; only where {@link #hasLocation} holds. */
    public int longitude(int i) {
        return PackedReading.longitude(locations[i]);
    }

    /** The latitude of reading {@code i} in millionths of a degree; only where {@link #hasLocation} holds. */
    public int latitude(int i) {
        return PackedReading.latitude(locations[i]);
    }

    /** The packed key of reading {@code i}, see {@link PackedReading#key}. */
    public long key(int i) {
        return keys[i];
    }

    /** The packed location of reading {@code i}, see {@link PackedReading#location}. */
    public long location(int i) {
        return locations[i];
    }

    /** Puts all packed keys into the buffer, then all packed locations: the whole content but collar and day. */
    public void copyTo(LongBuffer packed) {
        packed.put(keys, 0, size).put(locations, 0, size);
    }

    /** One collar's day of the parts that several deliveries brought; of several readings of one millisecond one is kept. */
    public static CollarDay merge(String collarId, LocalDate day, Collection<CollarDay> parts) {
        Builder rows = new Builder(collarId, day);
        for (CollarDay part : parts) {
            for (int i = 0; i < part.size; i++) {
                rows.add(part.keys[i], part.locations[i]);
            }
        }
        return rows.build();
    }

    /** Gathers readings in any order; of several of one millisecond the spec's first is kept. */
    public static final class Builder {
        private final String collarId;
        private final LocalDate day;
        private long[] keys = new long[64];
        private long[] locations = new long[64];
        private int size;

        public Builder(String collarId, LocalDate day) {
            this.collarId = collarId;
            this.day = day;
        }

        /** Adds a reading by its packed key and location. */
        public Builder add(long key, long location) {
            int place = extend(1);
            keys[place] = key;
            locations[place] = location;
            return this;
        }

        /** Adds readings as {@link #copyTo} packs them: all keys, then all locations. */
        public Builder add(LongBuffer packed) {
            int rows = packed.remaining() / 2;
            int place = extend(rows);
            packed.get(keys, place, rows).get(locations, place, rows);
            return this;
        }

        /** Makes room for so many readings more; gives the place of the first, and the caller fills them all in. */
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

        /** Makes the collar's day of what was added; the builder is used up then. */
        public CollarDay build() {
            ReadingSort.sort(keys, locations, 0, size);
            int kept = ReadingSort.removeRepeats(keys, locations, 0, size);
            return new CollarDay(collarId, day, keys, locations, kept);
        }
    }
}
