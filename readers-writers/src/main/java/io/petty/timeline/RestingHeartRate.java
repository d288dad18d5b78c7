package io.petty.timeline;

import java.time.LocalDate;

/**
 * The resting heart rate of one collar's UTC day as an exact fraction, so that a baseline drawn from it can be compared
 * exactly: {@code sum / readings} thousandths of a beat per minute.
 *
 * @param sum of the heart rates of all readings in windows of rest, thousandths of a beat per minute
 * @param readings how many readings those are, at least 1
 */
public record RestingHeartRate(String collarId, LocalDate day, long sum, int readings) {
    public RestingHeartRate {
        if (readings < 1 || sum < 0) {
            throw new IllegalArgumentException(
                    "A resting heart rate needs readings: sum %d, readings %d".formatted(sum, readings));
        }
    }

    /** Beats per minute. */
    public double beatsPerMinute() {
        return sum / (1000.0 * readings);
    }
}
