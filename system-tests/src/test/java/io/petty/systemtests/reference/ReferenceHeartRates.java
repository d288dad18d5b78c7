package io.petty.systemtests.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Means and deviations of heart rates, in thousandths of a beat per minute. Readings without a measurement don't count;
 * without any measurement, the result is null.
 */
final class ReferenceHeartRates {

    private ReferenceHeartRates() {}

    /** Returns the heart rates of those readings that have one. */
    static List<Integer> measured(List<ReferenceReading> readings) {
        List<Integer> measured = new ArrayList<>();
        for (ReferenceReading reading : readings) {
            Integer heartRate = reading.heartRate();
            if (heartRate != null) {
                measured.add(heartRate);
            }
        }
        return measured;
    }

    static @Nullable Fraction mean(List<ReferenceReading> readings) {
        List<Integer> rates = measured(readings);
        long sum = rates.stream().mapToLong(Integer::longValue).sum();
        return rates.isEmpty() ? null : Fraction.of(sum, rates.size());
    }

    /** Returns the population variance in square thousandths: the mean of the squares minus the square of the mean. */
    static @Nullable Fraction variance(List<ReferenceReading> readings) {
        Fraction mean = mean(readings);
        if (mean == null) {
            return null;
        }
        List<Integer> rates = measured(readings);
        BigInteger squares = BigInteger.ZERO;
        for (int rate : rates) {
            squares = squares.add(BigInteger.valueOf((long) rate * rate));
        }
        return new Fraction(squares, BigInteger.valueOf(rates.size())).minus(mean.times(mean));
    }

    /** Returns the mean in bpm. */
    static @Nullable Double meanBpm(List<ReferenceReading> readings) {
        Fraction mean = mean(readings);
        return mean == null ? null : mean.times(Fraction.of(1, 1000)).toDouble();
    }

    /** Returns the standard deviation in bpm. */
    static @Nullable Double deviationBpm(List<ReferenceReading> readings) {
        Fraction variance = variance(readings);
        return variance == null ? null : Math.sqrt(variance.toDouble()) / 1000;
    }

    /** Returns the lowest heart rate in bpm. */
    static @Nullable Double leastBpm(List<ReferenceReading> readings) {
        return bpm(measured(readings).stream().min(Integer::compare).orElse(null));
    }

    /** Returns the highest heart rate in bpm. */
    static @Nullable Double mostBpm(List<ReferenceReading> readings) {
        return bpm(measured(readings).stream().max(Integer::compare).orElse(null));
    }

    /** Converts thousandths to beats per minute. */
    static @Nullable Double bpm(@Nullable Integer thousandths) {
        return thousandths == null ? null : thousandths / 1000.0;
    }
}
