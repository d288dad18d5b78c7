package io.petty.reading;

import io.petty.forgotten.ForgottenNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Assigns numbers to collars, from 0 in the order of their first occurrence. Collars are found by the bytes of their
 * id, in a hash table with open addressing, so only one string is created per collar.
 */
public final class CollarDictionary {
    private final List<String> ids = new ArrayList<>();
    private byte[][] idBytes = new byte[64][];
    private int[] hashes = new int[64];
    private int[] slots = emptySlots(128);
    private final ForgottenNames forgottenNames;
    /** By collar number; empty while no collar is forgotten. */
    private boolean[] forgotten = new boolean[0];

    public CollarDictionary() {
        this(ForgottenNames.NONE);
    }

    /** @param forgottenNames the names with which each new collar is compared once */
    public CollarDictionary(ForgottenNames forgottenNames) {
        this.forgottenNames = forgottenNames;
    }

    /** Returns the number of the collar whose ASCII id is at {@code bytes[from, to)}. */
    public int number(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] >= 0) {
            int number = slots[slot];
            if (hashes[number] == hash && Arrays.equals(idBytes[number], 0, idBytes[number].length, bytes, from, to)) {
                return number;
            }
            slot = slot + 1 & mask;
        }
        return add(bytes, from, to, hash, slot);
    }

    private int add(byte[] bytes, int from, int to, int hash, int slot) {
        int number = ids.size();
        if (number == idBytes.length) {
            idBytes = Arrays.copyOf(idBytes, 2 * number);
            hashes = Arrays.copyOf(hashes, 2 * number);
        }
        idBytes[number] = Arrays.copyOfRange(bytes, from, to);
        hashes[number] = hash;
        ids.add(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        slots[slot] = number;
        if (forgottenNames.isCollar(bytes, from, to)) {
            forgotten = Arrays.copyOf(forgotten, number + 1);
            forgotten[number] = true;
        }
        if (2 * ids.size() > slots.length) {
            slots = emptySlots(2 * slots.length);
            int mask = slots.length - 1;
            for (int i = 0; i < ids.size(); i++) {
                int free = hashes[i] & mask;
                while (slots[free] >= 0) {
                    free = free + 1 & mask;
                }
                slots[free] = i;
            }
        }
        return number;
    }

    /** Returns whether collar {@code number} was forgotten. If so, nothing of it may be stored. */
    public boolean isForgotten(int number) {
        return number < forgotten.length && forgotten[number];
    }

    /** Returns the id of collar {@code number}. */
    public String id(int number) {
        return ids.get(number);
    }

    /** Returns the number of collars seen. */
    public int size() {
        return ids.size();
    }

    private static int[] emptySlots(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, -1);
        return slots;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        // Spreads the high bits, since the low bits select the slot.
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }
}
