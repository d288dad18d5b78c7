package io.petty.lake;

import java.io.Serializable;

/**
 * A raw file of a delivery day with its counts: what became of each of its lines.
 *
 * @param key its name relative to the raw root
 * @param version of the object that was read, see {@link io.petty.storage.StoredObject}
 * @param lines number of lines that aren't blank: {@code readings + rejects + forgotten}
 * @param forgotten number of lines of forgotten collars; these lines aren't stored
 * @param broken whether the file is damaged or exceeds a limit
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

    /**
     * Returns whether the file is lost, at least in part: it is broken, or it isn't empty but contains neither a
     * reading nor a line of a forgotten collar.
     */
    public boolean isUnusable() {
        return broken || (size > 0 && readings + forgotten == 0);
    }

    /** Returns a copy with another key. */
    public DeliveryFile withKey(String other) {
        return new DeliveryFile(other, size, version, lines, blankLines, readings, rejects, forgotten, broken);
    }
}
