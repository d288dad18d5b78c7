package io.petty.forgotten;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/** The forgotten collars and their events, as keyed hashes. Immutable. */
public final class Forgotten implements Serializable {
    /** No forgotten collars. */
    public static final Forgotten NONE = new Forgotten("", Set.of(), new long[0]);

    private final String key;
    private final Set<String> collars;
    /** Sorted. */
    private final long[] events;

    /**
     * Creates an instance from stored hashes.
     *
     * @param key the key of the hashes
     * @param collars see {@link ForgottenHash#ofCollar}
     * @param events see {@link ForgottenHash#ofEvent}
     */
    public Forgotten(String key, Set<String> collars, long[] events) {
        this.key = key;
        this.collars = Set.copyOf(collars);
        this.events = events.clone();
        Arrays.sort(this.events);
    }

    /** Returns a copy with one more collar and the ids of its events. */
    public Forgotten with(String withKey, String collarId, Collection<String> eventIds) {
        ForgottenHash hash = new ForgottenHash(withKey);
        Set<String> moreCollars = new HashSet<>(collars);
        moreCollars.add(hash.ofCollar(collarId));
        long[] moreEvents = LongStream.concat(
                        Arrays.stream(events), eventIds.stream().mapToLong(hash::ofEvent))
                .toArray();
        return new Forgotten(withKey, moreCollars, moreEvents);
    }

    boolean isCollar(String hash) {
        return collars.contains(hash);
    }

    boolean isEvent(long hash) {
        return Arrays.binarySearch(events, hash) >= 0;
    }

    /** Returns a matcher for one thread. */
    public ForgottenNames names() {
        return collars.isEmpty() ? ForgottenNames.NONE : new ForgottenNames(this, new ForgottenHash(key));
    }
}
