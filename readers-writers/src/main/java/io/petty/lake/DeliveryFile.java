package io.petty.lake;

import java.io.Serializable;

/**
 * A raw file of a delivery day with its counts, for the proof that nothing was lost.
 *
 * @param key below the raw root
 * @param version of the object that was read, see {@link io.petty.storage.StoredObject}
 * @param lines lines that aren't blank
 * @param broken whether the file broke off or passed a limit
 */
public record DeliveryFile(
        String key, long size, String version, long lines, long blankLines, long readings, long rejects, boolean broken)
        implements Serializable {}
