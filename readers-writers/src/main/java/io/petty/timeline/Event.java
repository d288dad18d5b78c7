package io.petty.timeline;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the timelines table: one stretch of one behavior of one collar, as the spec's section 5 lists it.
 *
 * @param eventId {@code evt_} and 24 hex digits, see {@link EventId}
 * @param day the UTC event day
 * @param start milliseconds since 1970-01-01T00:00Z of the event's first reading
 * @param end milliseconds since 1970-01-01T00:00Z; not before {@code start}
 * @param ruleConfidence confidence of the rule alone, 0 to 1
 * @param confidence confidence with calibration by feedback, 0 to 1
 * @param readings how many readings the event took, at least 1
 * @param heartRateReadings how many of them have a heart rate; mean, deviation, lowest and highest are over those
 * @param heartRateMean beats per minute; null, as are the next three, where no reading has a heart rate
 * @param heartRateDeviation population deviation, beats per minute
 * @param heartRateMin beats per minute
 * @param heartRateMax beats per minute
 * @param radius greatest distance of a located reading from the centroid, metres; null without a location
 * @param distance sum over consecutive located readings, metres; null below two
 * @param fetchCycles cycles of a game; null for every other behavior
 * @param baselineHeartRate the resting baseline the event was compared with, beats per minute; null for events of
 *     activity 1 and 2, and where there is none
 * @param referenceHeartRate the rate that limits of heart rates are percentages of, beats per minute; null for a day without
 *     one, and in events published before ruleset 2027.1
 * @param correctedBehavior what most owners say it was instead; null when they don't
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

    /** The same event with another confidence. */
    public Event withConfidence(double calibrated) {
        return with(calibrated, feedbackPositive, feedbackNegative, review, correctedBehavior);
    }

    /** The same event with what owners say of it. */
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
