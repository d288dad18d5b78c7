package io.petty.jobs.timeline;

import io.petty.reading.CollarDay;
import java.math.BigInteger;

/**
 * Mean and population deviation of heart rates from integer sums, so that they compare exactly. A day's 86.4 million
 * milliseconds at 300 beats per minute sum up to 7.8·10¹⁸ squared thousandths, which a long holds.
 */
final class HeartRates {
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

    /** Starts anew with readings {@code from} to {@code to} (exclusive). */
    void measure(CollarDay day, int from, int to) {
        clear();
        add(day, from, to);
    }

    void add(CollarDay day, int from, int to) {
        for (int i = from; i < to; i++) {
            int heartRate = day.heartRate(i);
            sum += heartRate;
            squares += (long) heartRate * heartRate;
            min = Math.min(min, heartRate);
            max = Math.max(max, heartRate);
        }
        readings += to - from;
    }

    void add(HeartRates other) {
        readings += other.readings;
        sum += other.sum;
        squares += other.squares;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    int readings() {
        return readings;
    }

    /** Thousandths of a beat per minute. */
    long sum() {
        return sum;
    }

    /** Whether the mean lies within both bounds, in thousandths of a beat per minute, each included. */
    boolean meanIsWithin(long least, long greatest) {
        return sum >= least * readings && sum <= greatest * readings;
    }

    /** Whether the population deviation is below {@code limit} thousandths of a beat per minute. */
    boolean deviationIsBelow(long limit) {
        long squaredLimit = limit * limit;
        long squaredReadings = (long) readings * readings;
        if (isSmall(readings, squares) && isSmall(squaredLimit, squaredReadings)) {
            return readings * squares - sum * sum < squaredLimit * squaredReadings;
        }
        return exactVariance().compareTo(BigInteger.valueOf(squaredLimit).multiply(BigInteger.valueOf(squaredReadings)))
                < 0;
    }

    /** The variance in squared thousandths, times the square of the number of readings. */
    private BigInteger exactVariance() {
        return BigInteger.valueOf(readings)
                .multiply(BigInteger.valueOf(squares))
                .subtract(BigInteger.valueOf(sum).pow(2));
    }

    /** Whether the product of two numbers that are not negative fits in a long. */
    private static boolean isSmall(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0;
    }

    /** Beats per minute, as are the other doubles. */
    double mean() {
        return sum / (1000.0 * readings);
    }

    double deviation() {
        // The square of the sum is never above the other product, so it fits where that does.
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
