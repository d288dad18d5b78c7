package io.petty.lake;

import java.nio.file.Path;

/**
 * Limits of the memory and disk space of look-ups.
 *
 * @param memoryBytes maximum heap for cached file data, at least 1 MiB; about 60 KB per day and bucket of collars
 * @param copies folder for copies of files of a lake on S3, created when needed; must contain nothing else
 * @param copyBytes maximum size of all copies, at least 1 MiB
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
