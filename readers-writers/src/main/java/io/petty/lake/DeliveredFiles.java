package io.petty.lake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listing of a delivery day's folder.
 *
 * @param files the number of raw files; −1 if the folder can't be listed
 * @param ignored keys of files that aren't named like raw files
 * @param fingerprint of the listed files and the rules in force for their lines
 * @param failure why the folder can't be listed; null if it can
 */
public record DeliveredFiles(
        int files,
        List<String> ignored,
        String fingerprint,
        @Nullable String failure) {
    public DeliveredFiles {
        ignored = List.copyOf(ignored);
    }

    /** Returns the result for a folder that can't be listed. */
    public static DeliveredFiles failed(String failure) {
        return new DeliveredFiles(-1, List.of(), "", failure);
    }
}
