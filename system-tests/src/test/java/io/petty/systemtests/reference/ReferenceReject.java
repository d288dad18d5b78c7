package io.petty.systemtests.reference;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One reject of a delivery day, without its message, whose wording is free.
 *
 * @param line from 1; null where the file itself is rejected
 * @param content the first 4 KiB of the line; empty where the file itself is rejected
 */
public record ReferenceReject(
        LocalDate deliveryDay, String file, @Nullable Long line, String reason, String content) {}
