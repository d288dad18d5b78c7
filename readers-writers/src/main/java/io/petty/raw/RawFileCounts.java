package io.petty.raw;

/**
 * Counts of the records of one raw file. A record is a line, or one of several objects on a line.
 *
 * @param blankLines number of lines that contain only spaces, tabs and CR
 * @param readings number of records that became readings
 * @param rejects number of records that became rejects; the reject of a broken file isn't counted
 * @param forgotten number of records of forgotten collars; these records aren't stored
 * @param broken whether the file caused a {@link RejectReason#FILE} reject
 */
public record RawFileCounts(long blankLines, long readings, long rejects, long forgotten, boolean broken) {
    /** Returns the number of records that aren't blank. */
    public long lines() {
        return readings + rejects + forgotten;
    }
}
