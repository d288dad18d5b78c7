package io.petty.systemtests.reference;

import java.util.List;

/** Means and deviations of heart rates, in thousandths of a beat per minute. */
final class HeartRates {

    private HeartRates() {}

    static Fraction mean(List<ReferenceReading> readings) {
        long sum = 0;
        for (ReferenceReading reading : readings) {
            sum += reading.heartRate();
        }
        return Fraction.of(sum, readings.size());
    }

    /** The population's variance, in square thousandths: the mean of the squared differences from the mean. */
    static Fraction variance(List<ReferenceReading> readings) {
        Fraction squares = Fraction.of(0);
        for (ReferenceReading reading : readings) {
            long square = (long) reading.heartRate() * reading.heartRate();
            squares = squares.plus(Fraction.of(square));
        }
        Fraction mean = mean(readings);
        return squares.times(Fraction.of(1, readings.size())).minus(mean.times(mean));
    }

    static int least(List<ReferenceReading> readings) {
        return readings.stream().mapToInt(ReferenceReading::heartRate).min().orElseThrow();
    }

    static int most(List<ReferenceReading> readings) {
        return readings.stream().mapToInt(ReferenceReading::heartRate).max().orElseThrow();
    }

    /** Thousandths as beats per minute. */
    static double bpm(Fraction thousandths) {
        return thousandths.times(Fraction.of(1, 1000)).toDouble();
    }
}
