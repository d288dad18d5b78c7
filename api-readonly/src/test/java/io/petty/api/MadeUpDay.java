package io.petty.api;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Review;
import io.petty.timeline.Summary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events with all behaviors and reviews, and nulls in all nullable columns. */
final class MadeUpDay {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int EVENTS = 24;
    private static final List<Behavior> BEHAVIORS = List.of(Behavior.values());
    private static final List<Review> REVIEWS = List.of(Review.values());
    private static final double[] CONFIDENCES = {0, 0.25, 0.7, 0.735, 0.9, 1};

    private MadeUpDay() {}

    /** Returns events that depend only on the collar and the day. */
    static List<Event> events(String collar, LocalDate day) {
        Random random = new Random(collar.hashCode() * 31L + day.toEpochDay());
        EventId ids = new EventId();
        List<Event> events = new ArrayList<>();
        long step = DAY_MILLIS / EVENTS;
        for (int i = 0; i < EVENTS; i++) {
            long start = day.toEpochDay() * DAY_MILLIS + i * step + random.nextInt(1_000);
            Behavior behavior = BEHAVIORS.get(i % BEHAVIORS.size());
            Review review = REVIEWS.get(random.nextInt(REVIEWS.size()));
            double rate = 40 + random.nextInt(90_000) / 1_000.0;
            int readings = 1 + random.nextInt(200);
            int measured = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(readings);
            events.add(new Event(
                    ids.of(collar, start, behavior),
                    collar,
                    day,
                    start,
                    start + step - 2_000,
                    behavior,
                    0.7,
                    CONFIDENCES[random.nextInt(CONFIDENCES.length)],
                    readings,
                    measured,
                    measured == 0 ? null : (Double) (rate + random.nextDouble()),
                    measured == 0 ? null : (Double) (random.nextDouble() * 7),
                    measured == 0 ? null : (Double) rate,
                    measured == 0 ? null : (Double) (rate + random.nextInt(20)),
                    random.nextBoolean() ? null : random.nextInt(100_000) / 1_000.0,
                    random.nextBoolean() ? null : random.nextInt(900_000) / 1_000.0,
                    behavior == Behavior.PLAYING_FETCH ? (Integer) 2 : null,
                    random.nextBoolean() ? null : 56.24,
                    random.nextBoolean() ? null : 57.5,
                    review == Review.CONFIRMED || review == Review.DISPUTED ? 1 : 0,
                    review == Review.REJECTED || review == Review.DISPUTED ? 1 : 0,
                    review,
                    review == Review.REJECTED ? "Eating" : null,
                    "2027.1"));
        }
        return events;
    }

    /** Returns the summary of a day with at least one event. */
    static Summary summary(List<Event> events) {
        Event first = events.get(0);
        Event last = events.get(events.size() - 1);
        return new Summary(
                first.collarId(),
                first.day(),
                180,
                180.5,
                60,
                181,
                20,
                0,
                15.25,
                1_436.75,
                events.stream().mapToInt(Event::readings).sum(),
                first.start(),
                last.end(),
                41.5,
                66.625,
                131.0,
                first.radius() == null ? null : 58.6,
                5_750.125,
                events.size(),
                first.radius() == null ? List.of() : List.of("high_resting_heart_rate"));
    }
}
