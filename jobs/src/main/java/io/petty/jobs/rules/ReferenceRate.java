package io.petty.jobs.rules;

import io.petty.timeline.RestingHeartRate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rate to which percentage limits of heart rates refer, for one collar's day (step 2).
 *
 * @param thousandths the rate in thousandths of a beat per minute
 */
record ReferenceRate(int thousandths, Origin origin) {
    /** The origin of a reference rate. */
    enum Origin {
        /** The day's resting rate, over enough minutes. */
        DAY,
        /** The baseline, since the day has too few minutes of rest. */
        BASELINE,
        /** The day's resting rate over few minutes, since there is no baseline. */
        SHORT_DAY
    }

    /**
     * Returns the reference rate of a day.
     *
     * @param restingMinutes number of minutes from which the day's resting rate is computed
     * @return null if the day has no heart rate at rest and there is no baseline
     */
    static @Nullable ReferenceRate of(
            Optional<RestingHeartRate> resting,
            int restingMinutes,
            @Nullable RestingBaseline baseline,
            TimelineRules.Rest rules) {
        if (resting.isPresent() && restingMinutes >= rules.minutesNeeded()) {
            return new ReferenceRate(resting.get().thousandths(), Origin.DAY);
        }
        if (baseline != null) {
            return new ReferenceRate(baseline.thousandths(), Origin.BASELINE);
        }
        return resting.map(rate -> new ReferenceRate(rate.thousandths(), Origin.SHORT_DAY))
                .orElse(null);
    }

    double beatsPerMinute() {
        return thousandths / 1000.0;
    }
}
