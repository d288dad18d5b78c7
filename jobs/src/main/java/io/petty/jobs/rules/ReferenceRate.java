package io.petty.jobs.rules;

import io.petty.timeline.RestingHeartRate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rate that limits of heart rates are percentages of, on one collar's day: step 2.
 *
 * @param thousandths of a beat per minute
 */
record ReferenceRate(int thousandths, Origin origin) {
    /** Where a reference rate comes from. */
    enum Origin {
        /** The day's resting rate, over enough minutes. */
        DAY,
        /** The baseline, since the day has too few minutes of rest. */
        BASELINE,
        /** The day's resting rate over few minutes, for lack of a baseline. */
        SHORT_DAY
    }

    /**
     * The reference rate of a day.
     *
     * @param restingMinutes how many minutes the day's resting rate is drawn from
     * @return null without a heart rate at rest and without a baseline
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
