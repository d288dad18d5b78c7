package io.petty.lake;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the rules that decide whether a published day is stale. Each run records its own, for readers that
 * don't know the rules.
 *
 * @param ruleset the name of the set of all parameters
 * @param baselineDays number of days before a day whose resting heart rates its baselines use
 * @param calibrationDays number of days before a day whose voices calibrate its confidences
 */
public record RulesInForce(String ruleset, int baselineDays, int calibrationDays) {
    // Every run compares two of these. Letting the JVM generate equals takes a hundredth of a run that finds nothing.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RulesInForce rules
                && ruleset.equals(rules.ruleset)
                && baselineDays == rules.baselineDays
                && calibrationDays == rules.calibrationDays;
    }

    @Override
    public int hashCode() {
        return Objects.hash(ruleset, baselineDays, calibrationDays);
    }
}
