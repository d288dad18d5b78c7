package io.petty.raw;

/**
 * What became of the records of one raw file, each a line or one of several objects on a line.
 *
 * @param lines records that are not blank; each is a reading, a reject, or a forgotten collar's
 * @param blankLines lines of only spaces, tabs and CR
 * @param readings records that became readings
 * @param rejects records that became rejects; the reject of a broken file is none of them
 * @param forgotten records of forgotten collars, of which nothing is kept
 * @param broken whether the file gave a {@link RejectReason#FILE} reject
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
