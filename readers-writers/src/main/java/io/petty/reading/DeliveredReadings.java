package io.petty.reading;

import java.time.LocalDate;

/**
 * Readings of one collar and event day that came with one delivery day: a block of rows of the readings table.
 *
 * @param deliveryDay the day of the {@code dt=} folder they lay in
 */
public record DeliveredReadings(CollarDay readings, LocalDate deliveryDay) {}
