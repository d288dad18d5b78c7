package io.petty.lake;

import java.nio.file.Path;

/**
 * What look-ups may take.
 *
 * @param memoryBytes of the heap for what is known of files, at least 1 MiB; about 60 KB a day and bucket of collars
 * @param copies a folder for copies of files of a lake on S3, made when needed; nothing else may lie in it
 * @param copyBytes how much those copies may take together, at least 1 MiB
 */
public record LookupLimits(long memoryBytes, Path copies, long copyBytes) {
    private static final long LEAST_BYTES = 1 << 20;

    public LookupLimits {
        if (memoryBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "Look-ups need at least %d bytes of memory, not %d".formatted(LEAST_BYTES, memoryBytes));
        }
        if (copyBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "Copies of files need at least %d bytes, not %d".formatted(LEAST_BYTES, copyBytes));
        }
    }
}
