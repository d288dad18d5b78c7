package io.petty.systemtests.reference;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One reject of a delivery day, without its message, whose wording isn't specified.
 *
 * @param line from 1; null if the file itself is rejected
 * @param content the first 4 KiB of the line; empty if the file itself is rejected
 */
public record ReferenceReject(
        LocalDate deliveryDay, String file, @Nullable Long line, String reason, String content) {}
