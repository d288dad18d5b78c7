package io.petty.cli.accuracy;

import org.jspecify.annotations.Nullable;

/**
 * The accuracy of one behavior. Shares are over the minutes whose true behavior is known. A minute whose truth is only
 * {@link Truth#AWAKE} counts only for {@code Deep Sleep}.
 *
 * @param behavior its label
 * @param minutesSaid published minutes of it
 * @param minutesTrue true minutes of it
 * @param precision the share of published minutes that are true, 0 to 1; null if there are none, or the truth doesn't
 *     have the behavior
 * @param recall the share of true minutes that are published, 0 to 1; null if there are none
 * @param kappa Cohen's kappa of published and true minutes, at most 1; null if both are constant, or the truth doesn't
 *     have the behavior
 * @param eventsADaySaid published events per collar and day
 * @param eventsADayTrue true events per collar and day
 * @param found the share of true events that a published event overlaps, 0 to 1; null if there are none
 * @param startError the median distance, in minutes, between the start of a true event and the start of the published
 *     event that overlaps it most; null if there are none
 * @param endError the same for ends
 */
public record BehaviorAccuracy(
        String behavior,
        long minutesSaid,
        long minutesTrue,
        @Nullable Double precision,
        @Nullable Double recall,
        @Nullable Double kappa,
        double eventsADaySaid,
        double eventsADayTrue,
        @Nullable Double found,
        @Nullable Double startError,
        @Nullable Double endError) {}
