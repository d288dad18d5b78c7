package io.petty.timeline;

import java.time.LocalDate;

/**
 * The resting heart rate of one collar's UTC day: the mean over all its readings of activity 0 that have a heart rate.
 * It is stored as sum and count, and used in whole thousandths.
 *
 * @param sum sum of the heart rates, thousandths of a beat per minute
 * @param readings number of those readings, at least 1
 */
public record RestingHeartRate(String collarId, LocalDate day, long sum, int readings) {
    public RestingHeartRate {
        if (readings < 1 || sum < 0) {
            throw new IllegalArgumentException(
                    "A resting heart rate needs readings: sum %d, readings %d".formatted(sum, readings));
        }
    }

    /** Returns the rate in thousandths of a beat per minute, halves rounded up. */
    public int thousandths() {
        return Math.toIntExact((2 * sum + readings) / (2L * readings));
    }

    /** Returns the rate in beats per minute, rounded to whole thousandths. */
    public double beatsPerMinute() {
        return thousandths() / 1000.0;
    }
}
