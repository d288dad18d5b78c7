package io.petty.jobs.calibration;

import io.petty.settings.SettingChecks;
import java.io.Serializable;

/**
 * The figures that determine how feedback changes confidences.
 *
 * @param windowDays the number of days in the window before an event day, 1 to 3,650. Only voices on events in this
 *     window count.
 * @param ruleWeight the weight of a rule's own confidence, in voices; above 0, at most 1,000,000
 * @param behaviorWeight the weight that the confidence over all collars has in a single collar's confidence, in voices;
 *     above 0, at most 1,000,000
 */
public record CalibrationRules(int windowDays, double ruleWeight, double behaviorWeight) implements Serializable {
    /** The figures of the specification. */
    public static final CalibrationRules DEFAULTS = new CalibrationRules(90, 20, 10);

    private static final double MOST_WEIGHT = 1_000_000;

    /** @throws IllegalArgumentException naming the setting as {@code petty.rules.calibration.*} */
    public CalibrationRules {
        SettingChecks.between("petty.rules.calibration.window-days", windowDays, 1, 3_650);
        requireWeight("rule-weight", ruleWeight);
        requireWeight("behavior-weight", behaviorWeight);
    }

    private static void requireWeight(String property, double weight) {
        if (!(weight > 0 && weight <= MOST_WEIGHT)) {
            throw new IllegalArgumentException("petty.rules.calibration.%s must be above 0 and at most 1000000, not %s"
                    .formatted(property, weight));
        }
    }
}
