package io.petty.timeline;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the timelines table: one stretch of one behavior of one collar, as in section 5 of the specification.
 *
 * @param eventId {@code evt_} and 24 hex digits, see {@link EventId}
 * @param day the UTC event day
 * @param start time of the event's first reading, milliseconds since 1970-01-01T00:00Z
 * @param end milliseconds since 1970-01-01T00:00Z; not before {@code start}
 * @param ruleConfidence confidence of the rule alone, 0 to 1
 * @param confidence confidence calibrated by feedback, 0 to 1
 * @param readings number of readings, at least 1
 * @param heartRateReadings number of readings with a heart rate; the mean, deviation, minimum and maximum are computed
 *     from these readings
 * @param heartRateMean beats per minute; like the next three, null if no reading has a heart rate
 * @param heartRateDeviation population deviation, beats per minute
 * @param heartRateMin beats per minute
 * @param heartRateMax beats per minute
 * @param radius greatest distance of a located reading from the centroid, metres; null without a location
 * @param distance sum of the distances between consecutive located readings, metres; null for fewer than two
 * @param fetchCycles number of cycles of a game of fetch; null for every other behavior
 * @param baselineHeartRate the resting baseline that the event was compared with, beats per minute; null for events of
 *     activity 1 and 2, and if there is none
 * @param referenceHeartRate the rate to which percentage limits of heart rates refer, beats per minute; null for a day
 *     without one, and for events published before ruleset 2027.1
 * @param correctedBehavior the behavior that most owners name instead; null if there is none
 * @param ruleset the version of the rule figures, such as {@code 2027.1}
 */
public record Event(
        String eventId,
        String collarId,
        LocalDate day,
        long start,
        long end,
        Behavior behavior,
        double ruleConfidence,
        double confidence,
        int readings,
        int heartRateReadings,
        @Nullable Double heartRateMean,
        @Nullable Double heartRateDeviation,
        @Nullable Double heartRateMin,
        @Nullable Double heartRateMax,
        @Nullable Double radius,
        @Nullable Double distance,
        @Nullable Integer fetchCycles,
        @Nullable Double baselineHeartRate,
        @Nullable Double referenceHeartRate,
        int feedbackPositive,
        int feedbackNegative,
        Review review,
        @Nullable String correctedBehavior,
        String ruleset) {
    public Event {
        if (end < start) {
            throw new IllegalArgumentException("Event %s ends before it starts".formatted(eventId));
        }
        if (readings < 1) {
            throw new IllegalArgumentException("Event %s has no reading".formatted(eventId));
        }
        if (heartRateReadings < 0
                || heartRateReadings > readings
                || (heartRateMean == null) != (heartRateReadings == 0)) {
            throw new IllegalArgumentException("Event %s has a mean heart rate of %s over %d of %d readings"
                    .formatted(eventId, heartRateMean, heartRateReadings, readings));
        }
    }

    /** Returns the same event with another confidence. */
    public Event withConfidence(double calibrated) {
        return with(calibrated, feedbackPositive, feedbackNegative, review, correctedBehavior);
    }

    /** Returns the same event with the owners' feedback. */
    public Event reviewed(int positive, int negative, Review verdict, @Nullable String correction) {
        return with(confidence, positive, negative, verdict, correction);
    }

    private Event with(double calibrated, int positive, int negative, Review verdict, @Nullable String correction) {
        return new Event(
                eventId,
                collarId,
                day,
                start,
                end,
                behavior,
                ruleConfidence,
                calibrated,
                readings,
                heartRateReadings,
                heartRateMean,
                heartRateDeviation,
                heartRateMin,
                heartRateMax,
                radius,
                distance,
                fetchCycles,
                baselineHeartRate,
                referenceHeartRate,
                positive,
                negative,
                verdict,
                correction,
                ruleset);
    }
}
