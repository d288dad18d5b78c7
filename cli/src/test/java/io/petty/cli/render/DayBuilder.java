package io.petty.cli.render;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventBuilder;
import io.petty.timeline.Review;
import io.petty.timeline.Summary;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a day of BISCUIT-01, event by event. */
final class DayBuilder {
    static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    static final String COLLAR = "BISCUIT-01";
    static final long MIDNIGHT = DAY.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();

    private final List<Event> events = new ArrayList<>();

    /** Adds an event. Both {@code from} and {@code to} are times of the day; {@code 24:00} is its end. */
    DayBuilder event(String from, String to, Behavior behavior) {
        return event(from, to, behavior, 120.0, null, Review.UNREVIEWED, null);
    }

    DayBuilder event(
            String from,
            String to,
            Behavior behavior,
            @Nullable Double distance,
            @Nullable Integer fetchCycles,
            Review review,
            @Nullable String correctedBehavior) {
        return event(time(from), time(to), behavior, distance, fetchCycles, review, correctedBehavior);
    }

    /** Adds an event at any time, in milliseconds since 1970-01-01T00:00Z. */
    DayBuilder event(long start, long end, Behavior behavior) {
        return event(start, end, behavior, 120.0, null, Review.UNREVIEWED, null);
    }

    private DayBuilder event(
            long start,
            long end,
            Behavior behavior,
            @Nullable Double distance,
            @Nullable Integer fetchCycles,
            Review review,
            @Nullable String correctedBehavior) {
        events.add(EventBuilder.event(COLLAR, start, end, behavior)
                .readings(10)
                .heartRate(72.25, 4.5, 60, 90)
                .distance(distance)
                .fetchCycles(fetchCycles)
                .review(review, correctedBehavior)
                .build());
        return this;
    }

    List<Event> build() {
        return List.copyOf(events);
    }

    /** Converts a time of the day to milliseconds since 1970-01-01T00:00Z. */
    static long time(String timeOfDay) {
        return timeOfDay.equals("24:00")
                ? MIDNIGHT + Duration.ofDays(1).toMillis()
                : MIDNIGHT + LocalTime.parse(timeOfDay).toNanoOfDay() / 1_000_000;
    }

    static Summary summary(@Nullable Double resting, String... flags) {
        return new Summary(
                COLLAR,
                DAY,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                1440,
                time("00:00:03"),
                time("23:59:55.120"),
                41.5,
                72.25,
                151.0,
                resting,
                3214,
                4,
                List.of(flags));
    }
}
