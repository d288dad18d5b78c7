package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of a timeline, with the columns that come from readings.
 *
 * @param start milliseconds since 1970-01-01T00:00Z, as {@code end}
 * @param ruleConfidence how sure the rules are, from 0 to 1
 * @param hrReadings how many readings have a heart rate
 * @param hrMean bpm, as the other figures of heart rate; null without a measurement
 * @param radius metres, null without a location
 * @param distance metres, null below two locations
 * @param fetchCycles of games only
 * @param baseline bpm, of events of rest only, where there is one
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
