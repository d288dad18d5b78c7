package io.petty.lake;

import java.io.Serializable;

/**
 * A raw file of a delivery day with its counts, for the proof that nothing was lost.
 *
 * @param key below the raw root
 * @param version of the object that was read, see {@link io.petty.storage.StoredObject}
 * @param lines lines that aren't blank: {@code readings + rejects + forgotten}
 * @param forgotten lines of forgotten collars, of which nothing is kept
 * @param broken whether the file broke off or passed a limit
 */
public record DeliveryFile(
        String key,
        long size,
        String version,
        long lines,
        long blankLines,
        long readings,
        long rejects,
        long forgotten,
        boolean broken)
        implements Serializable {

    /** Whether the file is lost, wholly or from some place on: it broke, or it isn't empty, as stored, and gave no reading. */
    public boolean isUnusable() {
        return broken || (size > 0 && readings + forgotten == 0);
    }

    /** The same under another key. */
    public DeliveryFile withKey(String other) {
        return new DeliveryFile(other, size, version, lines, blankLines, readings, rejects, forgotten, broken);
    }
}
