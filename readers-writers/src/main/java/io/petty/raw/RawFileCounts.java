package io.petty.raw;

/**
 * Counts of the records of one raw file. A record is a line, or one of several objects on a line.
 *
 * @param lines records that aren't blank; each is a reading, a reject, or of a forgotten collar
 * @param blankLines lines of only spaces, tabs and CR
 * @param readings records that became readings
 * @param rejects records that became rejects, without the reject of a broken file
 * @param forgotten records of forgotten collars, of which nothing is stored
 * @param broken whether the file caused a {@link RejectReason#FILE} reject
 */
public record RawFileCounts(long lines, long blankLines, long readings, long rejects, long forgotten, boolean broken) {
    public RawFileCounts {
        if (blankLines < 0 || readings < 0 || rejects < 0 || forgotten < 0 || lines != readings + rejects + forgotten) {
            throw new IllegalArgumentException(
                    "%d lines are not %d readings, %d rejects and %d of forgotten collars (%d blank lines)"
                            .formatted(lines, readings, rejects, forgotten, blankLines));
        }
    }
}
