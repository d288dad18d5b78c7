package io.petty.raw;

/**
 * What became of the lines of one raw file.
 *
 * @param lines lines that are not blank; each is a reading or a reject
 * @param blankLines lines of only spaces, tabs and CR
 * @param readings lines that became readings
 * @param rejects lines that became rejects; the reject of a broken file is none of them
 * @param broken whether the file gave a {@link RejectReason#FILE} reject
 */
public record RawFileCounts(long lines, long blankLines, long readings, long rejects, boolean broken) {
    public RawFileCounts {
        if (blankLines < 0 || readings < 0 || rejects < 0 || lines != readings + rejects) {
            throw new IllegalArgumentException("%d lines are not %d readings and %d rejects (%d blank lines)"
                    .formatted(lines, readings, rejects, blankLines));
        }
    }
}
