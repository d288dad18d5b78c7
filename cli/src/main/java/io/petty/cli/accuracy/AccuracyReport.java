package io.petty.cli.accuracy;

import java.util.List;

/**
 * The agreement of published timelines with a truth.
 *
 * @param from the first scored event day, such as {@code 2026-11-20}
 * @param to the last scored event day
 * @param collars collars with a scored minute
 * @param collarDays pairs of a collar and an event day with a scored minute
 * @param minutes scored minutes
 * @param agreement the share of scored minutes whose published behavior is the true one, 0 to 1
 * @param behaviors the behaviors that were published or true, from still to lively
 * @param confidences one entry per behavior and rule confidence, from high to low for each behavior
 */
public record AccuracyReport(
        String from,
        String to,
        int collars,
        long collarDays,
        long minutes,
        double agreement,
        List<BehaviorAccuracy> behaviors,
        List<ConfidenceAccuracy> confidences) {}
