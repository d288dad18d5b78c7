package io.petty.cli.accuracy;

/**
 * How often events of one behavior and rule confidence are true.
 *
 * @param behavior its label
 * @param ruleConfidence 0 to 1
 * @param confidence the mean published confidence over the minutes, 0 to 1
 * @param minutes scored minutes of the events
 * @param trueMinutes the share of minutes that are true, 0 to 1; where the truth is only {@link Truth#AWAKE}, every
 *     behavior except {@code Deep Sleep} counts as true
 * @param events events with a scored minute
 * @param trueEvents the share of events in which more than half of the scored minutes are true, 0 to 1
 */
public record ConfidenceAccuracy(
        String behavior,
        double ruleConfidence,
        double confidence,
        long minutes,
        double trueMinutes,
        long events,
        double trueEvents) {}
