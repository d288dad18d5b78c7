package io.petty.jobs.rules;

import io.petty.timeline.RestingHeartRate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A collar's resting baseline for one day, computed only from earlier days.
 *
 * @param thousandths the baseline in thousandths of a beat per minute; not negative
 */
public record RestingBaseline(int thousandths) {
    public RestingBaseline {
        if (thousandths < 0) {
            throw new IllegalArgumentException("A resting baseline can't be %d thousandths".formatted(thousandths));
        }
    }

    /**
     * Computes the median of a collar's last resting heart rates before a day.
     *
     * @param day the day that the baseline is for
     * @param earlier the collar's resting heart rates, at most one per day, in any order; those that are too old or not
     *     before {@code day} are ignored
     * @return empty if fewer days have a resting heart rate than the rules require
     * @throws IllegalArgumentException if a day occurs twice
     */
    public static Optional<RestingBaseline> before(
            LocalDate day, Collection<RestingHeartRate> earlier, TimelineRules rules) {
        int[] rates = drawn(day, earlier, rules).stream()
                .mapToInt(RestingHeartRate::thousandths)
                .sorted()
                .toArray();
        if (rates.length < rules.baseline().minimumDays()) {
            return Optional.empty();
        }
        int low = rates[(rates.length - 1) / 2];
        int high = rates[rates.length / 2];
        return Optional.of(new RestingBaseline((low + high + 1) / 2));
    }

    /**
     * Returns the resting heart rates from which a day's baseline is computed, the newest first. There may be too few
     * for a baseline.
     *
     * @throws IllegalArgumentException if a day occurs twice
     */
    static List<RestingHeartRate> drawn(LocalDate day, Collection<RestingHeartRate> earlier, TimelineRules rules) {
        LocalDate oldest = day.minusDays(rules.baseline().windowDays());
        List<RestingHeartRate> latest = new ArrayList<>();
        for (RestingHeartRate resting : earlier) {
            if (resting.day().isBefore(day) && !resting.day().isBefore(oldest)) {
                latest.add(resting);
            }
        }
        latest.sort(Comparator.comparing(RestingHeartRate::day).reversed());
        for (int i = 1; i < latest.size(); i++) {
            if (latest.get(i).day().equals(latest.get(i - 1).day())) {
                throw new IllegalArgumentException("Two resting heart rates of "
                        + latest.get(i).day() + ": " + latest.get(i - 1) + " and " + latest.get(i));
            }
        }
        return latest.subList(0, Math.min(latest.size(), rules.baseline().days()));
    }

    /** Returns the baseline in beats per minute. */
    public double beatsPerMinute() {
        return thousandths / 1000.0;
    }
}
