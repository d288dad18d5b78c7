package io.petty.reading;

import java.time.LocalDate;

/** Readings of one collar and event day that came with one delivery day: a block of rows of the readings table. */
public final class DeliveredReadings {
    private final CollarDay readings;
    // Counted once, not for each row.
    private final long eventEpochDay;
    private final long deliveryEpochDay;

    /** @param deliveryDay the day of the {@code dt=} folder they lay in */
    public DeliveredReadings(CollarDay readings, LocalDate deliveryDay) {
        this.readings = readings;
        this.eventEpochDay = readings.day().toEpochDay();
        this.deliveryEpochDay = deliveryDay.toEpochDay();
    }

    public CollarDay readings() {
        return readings;
    }

    long eventEpochDay() {
        return eventEpochDay;
    }

    long deliveryEpochDay() {
        return deliveryEpochDay;
    }

    long epochMillis(int row) {
        return eventEpochDay * PackedReading.MILLIS_PER_DAY + readings.millisOfDay(row);
    }
}
