package io.petty.jobs.rules;

import org.jspecify.annotations.Nullable;

/** A range for a mean heart rate: two percentages of the reference rate, in whole thousandths of a percent. */
record PercentageRange(long from, long to) {
    static PercentageRange of(TimelineRules.Percentages percentages) {
        return new PercentageRange(Figures.thousandths(percentages.from()), Figures.thousandths(percentages.to()));
    }

    /** Returns whether there is a mean and it is within the range, both ends included. */
    boolean holds(HeartRates heartRates, @Nullable ReferenceRate reference) {
        return reference != null
                && heartRates.readings() > 0
                && heartRates.compareMean(from, reference.thousandths()) >= 0
                && heartRates.compareMean(to, reference.thousandths()) <= 0;
    }
}
