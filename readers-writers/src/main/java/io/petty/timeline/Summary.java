package io.petty.timeline;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the summaries table: one collar's UTC day, as in section 5 of the specification.
 *
 * @param observedMinutes sum of the minutes of all behaviors, unknown included
 * @param readings number of readings of the day
 * @param firstReading milliseconds since 1970-01-01T00:00Z
 * @param lastReading milliseconds since 1970-01-01T00:00Z
 * @param heartRateMin beats per minute, like the mean and the maximum; null if no reading has a heart rate
 * @param restingHeartRate the day's resting rate, beats per minute, see {@link RestingHeartRate}; null without one
 * @param distance sum over the events, metres
 * @param events number of events of the day
 * @param flags reasons for a person to look at the day, in the order of the specification
 */
public record Summary(
        String collarId,
        LocalDate day,
        double minutesDeepSleep,
        double minutesResting,
        double minutesAlert,
        double minutesWalking,
        double minutesRunning,
        double minutesAnxiousPacing,
        double minutesPlayingFetch,
        double observedMinutes,
        int readings,
        long firstReading,
        long lastReading,
        @Nullable Double heartRateMin,
        @Nullable Double heartRateMean,
        @Nullable Double heartRateMax,
        @Nullable Double restingHeartRate,
        double distance,
        int events,
        List<String> flags) {
    public Summary {
        flags = List.copyOf(flags);
    }
}
