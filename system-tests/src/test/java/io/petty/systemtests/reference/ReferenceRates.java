package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Step 2 of a timeline, and the baseline: the rates to which a collar's heart rates are compared, in whole thousandths
 * of a beat per minute.
 */
final class ReferenceRates {

    private static final int MINUTES_NEEDED = 240;

    /** The baseline and the reference rate of a day; null if there is none. */
    record Rates(@Nullable Integer baseline, @Nullable Integer reference) {}

    private ReferenceRates() {}

    /** Returns the mean heart rate of the day's readings at rest, including those of sessions of one reading. */
    static @Nullable Integer restingRate(List<ReferenceReading> day) {
        Fraction mean = ReferenceHeartRates.mean(atRest(day));
        return mean == null ? null : mean.roundedHalfUp();
    }

    /** Returns the day's resting rate if it covers enough minutes of rest, else the baseline, else the resting rate. */
    static @Nullable Integer referenceRate(List<ReferenceReading> day, @Nullable Integer baseline) {
        return minutesAtRest(day) >= MINUTES_NEEDED || baseline == null ? restingRate(day) : baseline;
    }

    /**
     * Returns the number of minutes that aren't restless and have a heart rate at rest. Sessions needn't be separated,
     * because no two of them share a minute.
     */
    static long minutesAtRest(List<ReferenceReading> day) {
        return ReferenceSleeps.minutes(day).stream()
                .filter(minute -> !minute.isRestless())
                .filter(minute ->
                        !ReferenceHeartRates.measured(atRest(minute.readings())).isEmpty())
                .count();
    }

    static List<ReferenceReading> atRest(List<ReferenceReading> readings) {
        return readings.stream().filter(reading -> reading.activity() == 0).toList();
    }

    /**
     * Returns the baseline: the median of the last 14 resting rates of the 90 days before; null for fewer than three.
     *
     * @param restingRates the resting rates of earlier days, without days that have none
     */
    static @Nullable Integer baseline(LocalDate day, SortedMap<LocalDate, Integer> restingRates) {
        List<Integer> earlier =
                new ArrayList<>(restingRates.subMap(day.minusDays(90), day).values());
        List<Integer> last = new ArrayList<>(earlier.subList(Math.max(0, earlier.size() - 14), earlier.size()));
        if (last.size() < 3) {
            return null;
        }
        last.sort(null);
        int middle = last.size() / 2;
        return last.size() % 2 == 1
                ? last.get(middle)
                : Fraction.of(last.get(middle - 1) + last.get(middle), 2).roundedHalfUp();
    }
}
