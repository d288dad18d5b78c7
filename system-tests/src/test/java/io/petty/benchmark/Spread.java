package io.petty.benchmark;

import java.util.Collection;

/** The minimum, median and maximum of several values. */
record Spread(double min, double median, double max) {
    /**
     * Returns the spread of values. The median of an even number of values is the mean of the middle two.
     *
     * @throws IllegalArgumentException if there is no value
     */
    static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** Returns the spread of the values divided by a positive number. */
    Spread dividedBy(double divisor) {
        return new Spread(min / divisor, median / divisor, max / divisor);
    }
}
