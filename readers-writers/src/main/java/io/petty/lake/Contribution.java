package io.petty.lake;

import java.time.LocalDate;

/**
 * What a delivery day gives to an event day.
 *
 * @param readings after repeats within the delivery day are removed
 * @param fingerprint SHA-256 of those readings, as 64 hex digits
 */
public record Contribution(LocalDate deliveryDay, LocalDate eventDay, long readings, String fingerprint) {}
