package io.petty.generate;

import java.util.Arrays;

/** The lines that arrive within one slice of time, stored in columns of primitives. */
final class DeliverySlice {
    private static final int DUPLICATE = 1;
    private static final int LOCATED = 2;
    private static final int INDEX_BITS = 32;

    private long[] arrivals;
    private long[] times;
    private int[] collars;
    private int[] heartRates;
    private int[] longitudes;
    private int[] latitudes;
    private byte[] activities;
    private byte[] flags;
    private LineKind[] kinds;
    private int size;

    DeliverySlice(int expected) {
        int capacity = Math.max(16, expected);
        arrivals = new long[capacity];
        times = new long[capacity];
        collars = new int[capacity];
        heartRates = new int[capacity];
        longitudes = new int[capacity];
        latitudes = new int[capacity];
        activities = new byte[capacity];
        flags = new byte[capacity];
        kinds = new LineKind[capacity];
    }

    /**
     * Adds the current reading of a life.
     *
     * @param arrival milliseconds after the slice's start
     */
    void add(int arrival, CollarLife life, int heartRate, LineKind kind, boolean duplicate) {
        if (size == arrivals.length) {
            grow();
        }
        arrivals[size] = (long) arrival << INDEX_BITS | size;
        times[size] = life.time();
        collars[size] = life.pet().number();
        heartRates[size] = heartRate;
        longitudes[size] = life.longitude();
        latitudes[size] = life.latitude();
        activities[size] = (byte) life.activity();
        flags[size] = (byte) ((duplicate ? DUPLICATE : 0) | (life.located() ? LOCATED : 0));
        kinds[size] = kind;
        size++;
    }

    int size() {
        return size;
    }

    /** Sorts the lines by arrival. {@link #row} then returns their rows. */
    void sort() {
        Arrays.sort(arrivals, 0, size);
    }

    /** Returns the row of the {@code i}th arrival, after sorting. */
    int row(int i) {
        return (int) arrivals[i];
    }

    long time(int row) {
        return times[row];
    }

    int collar(int row) {
        return collars[row];
    }

    int heartRate(int row) {
        return heartRates[row];
    }

    int longitude(int row) {
        return longitudes[row];
    }

    int latitude(int row) {
        return latitudes[row];
    }

    int activity(int row) {
        return activities[row];
    }

    boolean located(int row) {
        return (flags[row] & LOCATED) != 0;
    }

    boolean duplicate(int row) {
        return (flags[row] & DUPLICATE) != 0;
    }

    LineKind kind(int row) {
        return kinds[row];
    }

    private void grow() {
        int capacity = Math.addExact(size, size / 2);
        arrivals = Arrays.copyOf(arrivals, capacity);
        times = Arrays.copyOf(times, capacity);
        collars = Arrays.copyOf(collars, capacity);
        heartRates = Arrays.copyOf(heartRates, capacity);
        longitudes = Arrays.copyOf(longitudes, capacity);
        latitudes = Arrays.copyOf(latitudes, capacity);
        activities = Arrays.copyOf(activities, capacity);
        flags = Arrays.copyOf(flags, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
    }
}
