package io.petty.timeline;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the summaries table: one collar's UTC day, as the spec's section 5 lists it.
 *
 * @param observedMinutes sum of all behaviors' minutes and those of unknown behavior
 * @param readings how many readings the day has
 * @param firstReading milliseconds since 1970-01-01T00:00Z
 * @param lastReading milliseconds since 1970-01-01T00:00Z
 * @param heartRateMin beats per minute, as are the mean and the maximum; null where no reading has a heart rate
 * @param restingHeartRate the day's resting rate, beats per minute, see {@link RestingHeartRate}; null without one
 * @param distance sum over the events, metres
 * @param events how many events the day has
 * @param flags what a person should look at, in the spec's order
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
