package io.petty.reading;

/**
 * A block of readings in the order they stand in raw files: what the reader of raw files hands on, in primitive columns
 * of a fixed capacity. Collars are numbers of the block's {@link CollarDictionary}.
 */
public final class ReadingBlock {
    private final CollarDictionary collars;
    private final int[] collarNumbers;
    private final int[] epochDays;
    private final long[] keys;
    private final long[] locations;
    private int size;

    /** @param capacity how many readings fit, at least 1 */
    public ReadingBlock(CollarDictionary collars, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A block of readings needs a capacity of at least 1, not " + capacity);
        }
        this.collars = collars;
        this.collarNumbers = new int[capacity];
        this.epochDays = new int[capacity];
        this.keys = new long[capacity];
        this.locations = new long[capacity];
    }

    /**
     * Adds a reading to a block that is not full.
     *
     * @param collarNumber of {@link #collars()}
     * @param epochDay the event day, in days since 1970-01-01 UTC
     * @param key see {@link PackedReading#key}
     * @param location see {@link PackedReading#location}
     */
    public void add(int collarNumber, int epochDay, long key, long location) {
        collarNumbers[size] = collarNumber;
        epochDays[size] = epochDay;
        keys[size] = key;
        locations[size++] = location;
    }

    public boolean isFull() {
        return size == keys.length;
    }

    public int size() {
        return size;
    }

    /** Empties the block, for its next filling. */
    public void clear() {
        size = 0;
    }

    public CollarDictionary collars() {
        return collars;
    }

    /** Copies {@code count} readings from {@code from} on to {@code to} of the given columns. */
    void copy(int from, int count, int[] toCollars, int[] toDays, long[] toKeys, long[] toLocations, int to) {
        System.arraycopy(collarNumbers, from, toCollars, to, count);
        System.arraycopy(epochDays, from, toDays, to, count);
        System.arraycopy(keys, from, toKeys, to, count);
        System.arraycopy(locations, from, toLocations, to, count);
    }

    public int collarNumber(int i) {
        return collarNumbers[i];
    }

    public int epochDay(int i) {
        return epochDays[i];
    }

    public long key(int i) {
        return keys[i];
    }

    public long location(int i) {
        return locations[i];
    }
}
