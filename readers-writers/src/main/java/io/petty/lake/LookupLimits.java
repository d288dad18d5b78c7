package io.petty.lake;

import java.nio.file.Path;

/**
 * Limits of the memory and disk space of look-ups.
 *
 * @param memoryBytes maximum heap for cached file data; each day needs about 60 KB per bucket of collars
 * @param copies folder for copies of files of a lake on S3, created when needed; must contain nothing else
 * @param copyBytes maximum size of all copies
 */
public record LookupLimits(long memoryBytes, Path copies, long copyBytes) {}
