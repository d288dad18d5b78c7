package io.petty.reading;

import java.time.LocalDate;

/** Readings of one collar and event day from one delivery day: a block of rows of the readings table. */
public final class DeliveredReadings {
    private final CollarDay readings;
    // Computed once rather than for each row.
    private final long eventEpochDay;
    private final long deliveryEpochDay;

    /** @param deliveryDay the day of the {@code dt=} folder of the raw files */
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

    double heartRate(int row) {
        return readings.heartRate(row) / ReadingTable.HEART_RATE_SCALE;
    }

    double longitude(int row) {
        return readings.longitude(row) / ReadingTable.DEGREE_SCALE;
    }

    double latitude(int row) {
        return readings.latitude(row) / ReadingTable.DEGREE_SCALE;
    }

    // Each method below reads the rows {@code from} to {@code to} (exclusive) in one call, for writing.

    void epochMillis(int from, int to, long[] into, int at) {
        long dayStart = eventEpochDay * PackedReading.MILLIS_PER_DAY;
        for (int row = from; row < to; row++) {
            into[at + row - from] = dayStart + readings.millisOfDay(row);
        }
    }

    void heartRates(int from, int to, double[] into, int at) {
        for (int row = from; row < to; row++) {
            into[at + row - from] = readings.hasHeartRate(row) ? heartRate(row) : Double.NaN;
        }
    }

    void activities(int from, int to, long[] into, int at) {
        for (int row = from; row < to; row++) {
            into[at + row - from] = readings.activity(row);
        }
    }

    void longitudes(int from, int to, double[] into, int at) {
        for (int row = from; row < to; row++) {
            into[at + row - from] = readings.hasLocation(row) ? longitude(row) : Double.NaN;
        }
    }

    void latitudes(int from, int to, double[] into, int at) {
        for (int row = from; row < to; row++) {
            into[at + row - from] = readings.hasLocation(row) ? latitude(row) : Double.NaN;
        }
    }
}
