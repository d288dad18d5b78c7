package io.petty.lake;

/**
 * The figures of the rules that decide whether a published day is stale. Each run records those it works by, for readers
 * that don't know the rules.
 *
 * @param ruleset the name of the set of all figures
 * @param baselineDays how many days before a day its baselines may be drawn from
 * @param calibrationDays how many days before a day the voices on its confidences may be
 */
public record RulesInForce(String ruleset, int baselineDays, int calibrationDays) {}
