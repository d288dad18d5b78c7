package io.petty.cli.accuracy;

import org.jspecify.annotations.Nullable;

/**
 * How well one behavior is recognized. Shares are over the minutes whose true behavior is known. A minute whose truth is
 * only {@link Truth#AWAKE} counts only for {@code Deep Sleep}.
 *
 * @param behavior its label
 * @param minutesSaid minutes that timelines give it
 * @param minutesTrue minutes that the truth gives it
 * @param precision the share of said minutes that are true, 0 to 1; null if there are none, or the truth doesn't know the behavior
 * @param recall the share of true minutes that are said, 0 to 1; null if there are none
 * @param kappa Cohen's kappa of said and true minutes, at most 1; null if both are constant, or the truth doesn't know the
 *     behavior
 * @param eventsADaySaid said events per collar and day
 * @param eventsADayTrue true events per collar and day
 * @param found the share of true events that a said event overlaps, 0 to 1; null if there are none
 * @param startError median distance from the start of a true event to that of the said event that overlaps it most, minutes;
 *     null if there are none
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
