package io.petty.forgotten;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/** The collars that were forgotten and the events they had, as keyed hashes. Never changes. */
public final class Forgotten implements Serializable {
    /** Nothing was forgotten. */
    public static final Forgotten NONE = new Forgotten("", Set.of(), new long[0]);

    private final String key;
    private final Set<String> collars;
    /** In order. */
    private final long[] events;

    /**
     * Takes what is known.
     *
     * @param key that the hashes were made with
     * @param collars see {@link ForgottenHash#ofCollar}
     * @param events see {@link ForgottenHash#ofEvent}
     */
    public Forgotten(String key, Set<String> collars, long[] events) {
        this.key = key;
        this.collars = Set.copyOf(collars);
        this.events = events.clone();
        Arrays.sort(this.events);
    }

    /** These, and a collar with its events by their ids. */
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

    /** Recognises them, for one thread. */
    public ForgottenNames names() {
        return collars.isEmpty() ? ForgottenNames.NONE : new ForgottenNames(this, new ForgottenHash(key));
    }
}
