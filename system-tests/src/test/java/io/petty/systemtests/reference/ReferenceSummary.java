package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The summary of one collar's day.
 *
 * @param minutes by behavior; a behavior that didn't occur is missing
 * @param firstReading milliseconds since 1970-01-01T00:00Z, like {@code lastReading}
 * @param hrMin bpm, like the other figures of heart rate; null without a measurement
 * @param restingHeartRate bpm, null without a measurement at rest
 * @param distance metres
 */
public record ReferenceSummary(
        String collar,
        LocalDate day,
        Map<String, Double> minutes,
        double observedMinutes,
        int readings,
        long firstReading,
        long lastReading,
        @Nullable Double hrMin,
        @Nullable Double hrMean,
        @Nullable Double hrMax,
        @Nullable Double restingHeartRate,
        double distance,
        int events,
        List<String> flags) {}
