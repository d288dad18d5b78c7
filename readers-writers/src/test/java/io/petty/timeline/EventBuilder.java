package io.petty.timeline;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Builds an event: one reading without a heart rate or location, and confidence 0.7, unless a test sets something else.
 * Its id and day are derived from collar, start and behavior.
 */
public final class EventBuilder {
    private final String collarId;
    private final long start;
    private final long end;
    private final Behavior behavior;
    private String id;
    private LocalDate day;
    private double ruleConfidence = 0.7;
    private double confidence = 0.7;
    private int readings = 1;
    private int heartRateReadings;
    private @Nullable Double heartRateMean;
    private @Nullable Double heartRateDeviation;
    private @Nullable Double heartRateMin;
    private @Nullable Double heartRateMax;
    private @Nullable Double distance;
    private @Nullable Integer fetchCycles;
    private @Nullable Double baseline;
    private @Nullable Double reference;
    private Review review = Review.UNREVIEWED;
    private @Nullable String correctedBehavior;
    private String ruleset = "2027.1";

    private EventBuilder(String collarId, long start, long end, Behavior behavior) {
        this.collarId = collarId;
        this.start = start;
        this.end = end;
        this.behavior = behavior;
        id = new EventId().of(collarId, start, behavior);
        day = LocalDay.utcDayOf(start);
    }

    /** Starts an event. Times are milliseconds since 1970-01-01T00:00Z. */
    public static EventBuilder event(String collarId, long start, long end, Behavior behavior) {
        return new EventBuilder(collarId, start, end, behavior);
    }

    public EventBuilder id(String id) {
        this.id = id;
        return this;
    }

    public EventBuilder day(LocalDate day) {
        this.day = day;
        return this;
    }

    public EventBuilder confidence(double ofRule, double calibrated) {
        ruleConfidence = ofRule;
        confidence = calibrated;
        return this;
    }

    /** Sets the number of readings, which have no heart rate unless {@link #heartRate} is called. */
    public EventBuilder readings(int count) {
        readings = count;
        return this;
    }

    /** Sets the heart rate of all readings, in beats per minute. */
    public EventBuilder heartRate(double mean, double deviation, double min, double max) {
        heartRateReadings = readings;
        heartRateMean = mean;
        heartRateDeviation = deviation;
        heartRateMin = min;
        heartRateMax = max;
        return this;
    }

    /** Sets the distance in metres. */
    public EventBuilder distance(@Nullable Double distance) {
        this.distance = distance;
        return this;
    }

    public EventBuilder fetchCycles(@Nullable Integer fetchCycles) {
        this.fetchCycles = fetchCycles;
        return this;
    }

    /** Sets the baseline in beats per minute. */
    public EventBuilder baseline(double baseline) {
        this.baseline = baseline;
        return this;
    }

    /** Sets the reference rate in beats per minute. */
    public EventBuilder reference(double reference) {
        this.reference = reference;
        return this;
    }

    public EventBuilder review(Review review, @Nullable String correctedBehavior) {
        this.review = review;
        this.correctedBehavior = correctedBehavior;
        return this;
    }

    public EventBuilder ruleset(String ruleset) {
        this.ruleset = ruleset;
        return this;
    }

    public Event build() {
        return new Event(
                id,
                collarId,
                day,
                start,
                end,
                behavior,
                ruleConfidence,
                confidence,
                readings,
                heartRateReadings,
                heartRateMean,
                heartRateDeviation,
                heartRateMin,
                heartRateMax,
                null,
                distance,
                fetchCycles,
                baseline,
                reference,
                0,
                0,
                review,
                correctedBehavior,
                ruleset);
    }
}
