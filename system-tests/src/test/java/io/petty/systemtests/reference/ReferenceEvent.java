package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a timeline, with the columns that come from readings.
 *
 * @param start milliseconds since 1970-01-01T00:00Z, as {@code end}
 * @param hrMean bpm, as the other figures of heart rate
 * @param radius metres, null without a location
 * @param distance metres, null below two locations
 * @param fetchCycles of games only
 * @param baseline bpm, of events of rest only, where there is one
 */
public record ReferenceEvent(
        String collar,
        LocalDate day,
        long start,
        long end,
        String behavior,
        int readings,
        double hrMean,
        double hrStd,
        double hrMin,
        double hrMax,
        @Nullable Double radius,
        @Nullable Double distance,
        @Nullable Integer fetchCycles,
        @Nullable Double baseline) {

    /** The behaviors of windows of rest. */
    static final List<String> REST = List.of("Deep Sleep", "Resting", "Alert");

    double ruleConfidence() {
        return switch (behavior) {
            case "Deep Sleep" -> 0.90;
            case "Playing Fetch" -> 0.80;
            case "Anxious Pacing" -> 0.75;
            case "Resting", "Walking", "Running", "Alert" -> 0.70;
            case "Unknown" -> 0.0;
            default -> throw new IllegalStateException("no behavior: " + behavior);
        };
    }

    double minutes() {
        return (end - start) / 60_000.0;
    }
}
