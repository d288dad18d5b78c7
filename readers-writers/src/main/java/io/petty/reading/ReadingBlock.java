package io.petty.reading;

/**
 * A block of readings in the order of the raw files, in primitive columns of a fixed capacity. The reader of raw files
 * fills it. Collars are numbers of the block's {@link CollarDictionary}.
 */
public final class ReadingBlock {
    private final CollarDictionary collars;
    private final int[] collarNumbers;
    private final int[] epochDays;
    private final long[] keys;
    private final long[] locations;
    private int size;

    /** @param capacity maximum number of readings, at least 1 */
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
     * Adds a reading to a block that isn't full.
     *
     * @param collarNumber number in {@link #collars()}
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

    /** Clears the block for reuse. */
    public void clear() {
        size = 0;
    }

    public CollarDictionary collars() {
        return collars;
    }

    /** Copies {@code count} readings, starting at {@code from}, to the given columns, starting at {@code to}. */
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
