package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import java.math.BigInteger;

/**
 * Mean and population deviation of the heart rates of readings that have one. They are computed from integer sums, so
 * that they compare exactly. Even with a reading of 300 beats per minute in each of a day's 86.4 million milliseconds,
 * the sum of squares is 7.8·10¹⁸ squared thousandths, which fits in a long.
 */
final class HeartRates {
    private static final long HUNDRED_PERCENT = 100_000;

    private int readings;
    private long sum;
    private long squares;
    private int min;
    private int max;

    void clear() {
        readings = 0;
        sum = 0;
        squares = 0;
        min = Integer.MAX_VALUE;
        max = Integer.MIN_VALUE;
    }

    /** Replaces the measured heart rates with those of readings {@code from} to {@code to} (exclusive). */
    void measure(CollarDay day, int from, int to) {
        clear();
        add(day, from, to);
    }

    void add(CollarDay day, int from, int to) {
        for (int i = from; i < to; i++) {
            int heartRate = day.heartRate(i);
            if (heartRate != PackedReading.NO_HEART_RATE) {
                readings++;
                sum += heartRate;
                squares += (long) heartRate * heartRate;
                min = Math.min(min, heartRate);
                max = Math.max(max, heartRate);
            }
        }
    }

    void add(HeartRates other) {
        readings += other.readings;
        sum += other.sum;
        squares += other.squares;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    /** Returns the number of readings with a heart rate. */
    int readings() {
        return readings;
    }

    /** Returns the sum of the heart rates in thousandths of a beat per minute. */
    long sum() {
        return sum;
    }

    /**
     * Compares the mean with a percentage of a rate, exactly. There must be at least one heart rate.
     *
     * @param percentage thousandths of a percent, up to 1,000 %
     * @param rate thousandths of a beat per minute
     * @return negative, zero or positive if the mean is less, equal or greater
     */
    int compareMean(long percentage, int rate) {
        return compareMean(sum, readings, percentage, rate);
    }

    /** Like {@link #compareMean(long, int)}, for a sum of heart rates in thousandths of a beat per minute. */
    static int compareMean(long sum, int readings, long percentage, int rate) {
        long limit = percentage * rate;
        // Both products may exceed 64 bits, but not 128.
        int high = Long.compare(Math.multiplyHigh(sum, HUNDRED_PERCENT), Math.multiplyHigh(limit, readings));
        return high != 0 ? high : Long.compareUnsigned(sum * HUNDRED_PERCENT, limit * readings);
    }

    /** Returns the variance in squared thousandths, times the square of the number of readings. */
    private BigInteger exactVariance() {
        return BigInteger.valueOf(readings)
                .multiply(BigInteger.valueOf(squares))
                .subtract(BigInteger.valueOf(sum).pow(2));
    }

    /** Returns whether the product of two numbers that aren't negative fits in a long. */
    private static boolean isSmall(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0;
    }

    /**
     * Returns the mean in beats per minute. Like the other methods that return a double, it uses this unit and needs at
     * least one reading with a heart rate.
     */
    double mean() {
        return sum / (1000.0 * readings);
    }

    double deviation() {
        // If readings * squares fits in a long, so does sum * sum, which is never greater.
        double variance = isSmall(readings, squares)
                ? readings * squares - sum * sum
                : exactVariance().doubleValue();
        return Math.sqrt(variance) / (1000.0 * readings);
    }

    double min() {
        return min / 1000.0;
    }

    double max() {
        return max / 1000.0;
    }
}
