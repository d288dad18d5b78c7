package io.petty.parquet.encoding;

import java.util.Arrays;

/**
 * Assigns ids to the distinct values of a column chunk, from 0 in the order of their first occurrence. A hash table
 * with open addressing over the values' bits.
 */
public final class NumberDictionary {
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private long[] values = new long[64];
    private int size;
    private int[] slots = emptySlots(128);
    /** The shift that turns a hash into a slot. */
    private int shift = Long.SIZE - 7;

    public int size() {
        return size;
    }

    /** Returns the distinct values by id, up to {@link #size}. */
    public long[] values() {
        return values;
    }

    /** Finds the ids of the first {@code count} numbers. Neighbors are often equal. */
    public void ids(long[] numbers, int count, long[] ids) {
        long last = 0;
        long lastId = -1;
        for (int i = 0; i < count; i++) {
            long number = numbers[i];
            if (number != last || lastId < 0) {
                last = number;
                lastId = id(number);
            }
            ids[i] = lastId;
        }
    }

    int id(long number) {
        int slot = slot(number);
        while (slots[slot] >= 0) {
            if (values[slots[slot]] == number) {
                return slots[slot];
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size] = number;
        slots[slot] = size++;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private int slot(long number) {
        return (int) ((number * MIX) >>> shift);
    }

    private void grow() {
        slots = emptySlots(2 * slots.length);
        shift--;
        for (int id = 0; id < size; id++) {
            int slot = slot(values[id]);
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = id;
        }
    }

    private static int[] emptySlots(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, -1);
        return slots;
    }
}
