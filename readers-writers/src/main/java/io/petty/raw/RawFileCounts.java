package io.petty.raw;

/**
 * Counts of the records of one raw file. A record is a line, or one of several objects on a line.
 *
 * @param blankLines lines of only spaces, tabs and CR
 * @param readings records that became readings
 * @param rejects records that became rejects, without the reject of a broken file
 * @param forgotten records of forgotten collars, which aren't stored
 * @param broken whether the file caused a {@link RejectReason#FILE} reject
 */
public record RawFileCounts(long blankLines, long readings, long rejects, long forgotten, boolean broken) {
    /** Returns the number of records that aren't blank. */
    public long lines() {
        return readings + rejects + forgotten;
    }
}
