package io.petty.lake;

/**
 * The parameters of the rules that decide whether a published day is stale. Each run records its own, for readers that
 * don't know the rules.
 *
 * @param ruleset the name of the set of all parameters
 * @param baselineDays number of days before a day whose resting heart rates its baselines use
 * @param calibrationDays number of days before a day whose voices calibrate its confidences
 */
public record RulesInForce(String ruleset, int baselineDays, int calibrationDays) {}
