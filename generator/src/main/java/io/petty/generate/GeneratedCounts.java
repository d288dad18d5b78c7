package io.petty.generate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of the lines written to the raw files.
 *
 * @param readings lines that are readings, including late ones and duplicates
 * @param late readings whose day is before their delivery day
 * @param duplicates readings with the collar and time of a reading that was already written
 * @param rejects malformed lines, by the reason for which ingestion rejects them
 * @param blankLines blank lines, which are neither readings nor rejects
 */
public record GeneratedCounts(
        int files, long readings, long late, long duplicates, SortedMap<String, Long> rejects, long blankLines) {

    public GeneratedCounts {
        rejects = Collections.unmodifiableSortedMap(new TreeMap<>(rejects));
    }

    /** Returns the number of readings and rejects. */
    public long lines() {
        return readings + malformed();
    }

    /** Returns the number of rejects of all reasons. */
    public long malformed() {
        return rejects.values().stream().mapToLong(Long::longValue).sum();
    }
}
