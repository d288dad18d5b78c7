package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a timeline, with the columns that are computed from readings.
 *
 * @param start milliseconds since 1970-01-01T00:00Z, like {@code end}
 * @param ruleConfidence confidence of the rules, from 0 to 1
 * @param hrReadings number of readings with a heart rate
 * @param hrMean bpm, like the other figures of heart rate; null without a measurement
 * @param radius metres, null without a location
 * @param distance metres, null for fewer than two locations
 * @param fetchCycles only for games
 * @param baseline bpm; null without a baseline, and for events other than rest
 * @param reference bpm, null without a reference rate
 */
public record ReferenceEvent(
        String collar,
        LocalDate day,
        long start,
        long end,
        String behavior,
        double ruleConfidence,
        int readings,
        int hrReadings,
        @Nullable Double hrMean,
        @Nullable Double hrStd,
        @Nullable Double hrMin,
        @Nullable Double hrMax,
        @Nullable Double radius,
        @Nullable Double distance,
        @Nullable Integer fetchCycles,
        @Nullable Double baseline,
        @Nullable Double reference) {

    /** The behaviors of a pet at rest. */
    static final List<String> REST = List.of("Deep Sleep", "Resting", "Alert");

    double minutes() {
        return (end - start) / 60_000.0;
    }
}
