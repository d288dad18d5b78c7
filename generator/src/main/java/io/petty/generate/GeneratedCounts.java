package io.petty.generate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was written into the raw files.
 *
 * @param readings lines that are readings, late ones and duplicates included
 * @param late readings whose day is before their delivery day
 * @param duplicates readings of a collar and millisecond that is written twice, without the first one
 * @param rejects malformed lines by the reason that ingesting them gives
 * @param blankLines lines without anything, which are neither reading nor reject
 */
public record GeneratedCounts(
        int files, long readings, long late, long duplicates, SortedMap<String, Long> rejects, long blankLines) {

    public GeneratedCounts {
        rejects = Collections.unmodifiableSortedMap(new TreeMap<>(rejects));
    }

    /** Readings and rejects. */
    public long lines() {
        return readings + malformed();
    }

    /** Rejects of all reasons. */
    public long malformed() {
        return rejects.values().stream().mapToLong(Long::longValue).sum();
    }
}
