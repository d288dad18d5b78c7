package io.petty.reading;

import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Collects blocks of readings and writes a sorted run whenever its memory is full, so that a day of any size is sorted
 * in a fixed amount of memory. A run is ordered by event day, bucket of collar, collar and time, with one reading per
 * millisecond.
 *
 * <p>Rows are kept in primitive columns. A counting sort orders the rows of each day by collar. It leaves each collar's
 * rows in the order of arrival. This is almost the order of time, so {@link ReadingSort} has little left to do.
 */
public final class ReadingSorter {
    /** The memory that a reading takes while it is sorted. */
    public static final int READING_BYTES = 2 * Integer.BYTES + 4 * Long.BYTES;

    /** The number of readings for which memory is allocated at first. */
    private static final int FIRST = 1 << 14;

    /**
     * How many times as much memory is allocated when it is full, up to the capacity. With smaller steps, discarded
     * arrays fill the young generation while files are still read. The first collection of a day of 5.6 million
     * readings then copies 80 MB that are still in use: peak memory is 450 MB instead of 380 MB.
     */
    private static final int GROWTH = 64;

    private final Runs runs;
    private final CollarBuckets buckets;
    private final int capacity;
    private int[] collarNumbers;
    private int[] epochDays;
    private long[] keys;
    private long[] locations;
    private long[] sortedKeys;
    private long[] sortedLocations;
    private final SortedSet<Integer> allDays = new TreeSet<>();
    private CollarDictionary collars = new CollarDictionary();
    private int size;

    /** Receives the runs. */
    public interface Runs {
        /** Begins a run, which is closed before the next one begins. */
        Rows begin() throws IOException;
    }

    /** Receives the rows of one run, one collar's event day at a time. */
    public interface Rows extends Closeable {
        /**
         * Writes rows {@code from} to {@code to} (exclusive) of one collar, see {@link PackedReading}. Collars come in
         * the order of day, bucket and id. The arrays are reused after the call.
         */
        void write(int epochDay, int bucket, String collarId, long[] keys, long[] locations, int from, int to)
                throws IOException;
    }

    /**
     * Creates a sorter.
     *
     * @param capacity number of readings in memory, at least 1; each takes {@link #READING_BYTES}
     */
    public ReadingSorter(Runs runs, CollarBuckets buckets, int capacity) {
        this.runs = runs;
        this.buckets = buckets;
        this.capacity = capacity;
        int first = Math.min(FIRST, capacity);
        this.collarNumbers = new int[first];
        this.epochDays = new int[first];
        this.keys = new long[first];
        this.locations = new long[first];
        this.sortedKeys = new long[first];
        this.sortedLocations = new long[first];
    }

    /** Adds all readings of the block, which may be reused afterwards. */
    public void add(ReadingBlock block) throws IOException {
        if (block.collars() != collars) {
            writeRun();
            collars = block.collars();
        }
        int taken = 0;
        while (taken < block.size()) {
            if (size == capacity) {
                writeRun();
            } else if (size == keys.length) {
                grow();
            }
            int count = Math.min(block.size() - taken, keys.length - size);
            block.copy(taken, count, collarNumbers, epochDays, keys, locations, size);
            size += count;
            taken += count;
        }
    }

    /** Makes room for more readings. A small day never touches the 40 MB that a large one needs, which takes 30 ms. */
    private void grow() {
        int more = (int) Math.min((long) keys.length * GROWTH, capacity);
        collarNumbers = Arrays.copyOf(collarNumbers, more);
        epochDays = Arrays.copyOf(epochDays, more);
        keys = Arrays.copyOf(keys, more);
        locations = Arrays.copyOf(locations, more);
        sortedKeys = new long[more];
        sortedLocations = new long[more];
    }

    /** Writes the readings that are still in memory. */
    public void finish() throws IOException {
        writeRun();
    }

    /** Returns the event days of all readings written so far. */
    public List<LocalDate> eventDays() {
        return allDays.stream().map(LocalDate::ofEpochDay).toList();
    }

    private void writeRun() throws IOException {
        if (size == 0) {
            return;
        }
        try (Rows run = runs.begin()) {
            int[] ranks = ranksOfCollars();
            for (int day : daysInMemory()) {
                writeDay(day, ranks, run);
                allDays.add(day);
            }
        }
        size = 0;
    }

    private SortedSet<Integer> daysInMemory() {
        SortedSet<Integer> days = new TreeSet<>();
        for (int i = 0; i < size; i++) {
            // Neighbors usually have the same day.
            if (i == 0 || epochDays[i] != epochDays[i - 1]) {
                days.add(epochDays[i]);
            }
        }
        return days;
    }

    /** Returns the numbers of all collars, in the order of bucket, then id. */
    private int[] ranksOfCollars() {
        int[] bucketOf = new int[collars.size()];
        Arrays.setAll(bucketOf, number -> buckets.bucket(collars.id(number)));
        return IntStream.range(0, collars.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(number -> bucketOf[number])
                        .thenComparing(number -> collars.id(number)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void writeDay(int day, int[] collarsInOrder, Rows run) throws IOException {
        // Counts the rows of each collar, then turns the counts into the positions where each collar's rows start.
        int[] ends = new int[collars.size()];
        for (int i = 0; i < size; i++) {
            if (epochDays[i] == day) {
                ends[collarNumbers[i]]++;
            }
        }
        int begin = 0;
        for (int number : collarsInOrder) {
            int count = ends[number];
            ends[number] = begin;
            begin += count;
        }
        for (int i = 0; i < size; i++) {
            if (epochDays[i] == day) {
                int place = ends[collarNumbers[i]]++;
                sortedKeys[place] = keys[i];
                sortedLocations[place] = locations[i];
            }
        }
        int from = 0;
        for (int number : collarsInOrder) {
            int to = ends[number];
            if (to > from) {
                ReadingSort.sort(sortedKeys, sortedLocations, from, to);
                int kept = ReadingSort.removeRepeats(sortedKeys, sortedLocations, from, to);
                String id = collars.id(number);
                run.write(day, buckets.bucket(id), id, sortedKeys, sortedLocations, from, kept);
            }
            from = to;
        }
    }
}
