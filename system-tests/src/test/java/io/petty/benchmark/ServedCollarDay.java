package io.petty.benchmark;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Review;
import io.petty.timeline.Summary;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A synthetic day of a collar: about 38 consecutive events, distributed as on generated days. */
record ServedCollarDay(List<Event> events, Summary summary) {
    private static final String RULESET = "2027.1";
    private static final long DAY_MILLIS = 86_400_000;
    private static final double MINUTE_MILLIS = 60_000;
    private static final int LEAST_EVENTS = 28;
    private static final int EVENT_SPREAD = 20;
    /** The interval of readings during rest. */
    private static final int REST_MILLIS = 34_000;

    private static final int MOVE_MILLIS = 10_000;
    /** Counts per thousand events: deep sleep, resting, walking, fetch, pacing, running, alert, unknown. */
    private static final int[] SHARES = {410, 460, 80, 17, 12, 11, 7, 3};

    private static final List<Behavior> BEHAVIORS = List.of(
            Behavior.DEEP_SLEEP,
            Behavior.RESTING,
            Behavior.WALKING,
            Behavior.PLAYING_FETCH,
            Behavior.ANXIOUS_PACING,
            Behavior.RUNNING,
            Behavior.ALERT,
            Behavior.UNKNOWN);

    /** @param baseline the collar's resting baseline; null if there is none yet */
    static ServedCollarDay of(Random random, EventId ids, String collar, LocalDate day, @Nullable Double baseline) {
        int count = LEAST_EVENTS + random.nextInt(EVENT_SPREAD);
        long midnight = day.toEpochDay() * DAY_MILLIS;
        long start = midnight + random.nextInt(60_000);
        long step = (midnight + DAY_MILLIS - start) / count;
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long end = Math.min(midnight + DAY_MILLIS - 1, start + step / 2 + random.nextLong(step));
            events.add(event(random, ids, collar, day, start, end, baseline));
            start = end;
        }
        return new ServedCollarDay(events, summary(collar, day, events));
    }

    private static Event event(
            Random random, EventId ids, String collar, LocalDate day, long start, long end, @Nullable Double baseline) {
        Behavior behavior = behavior(random);
        boolean isRest = behavior == Behavior.DEEP_SLEEP || behavior == Behavior.RESTING || behavior == Behavior.ALERT;
        int readings = 1 + (int) ((end - start) / (isRest ? REST_MILLIS : MOVE_MILLIS));
        double low = tenths(rate(behavior) - random.nextInt(100) / 10.0);
        double high = tenths(rate(behavior) + random.nextInt(200) / 10.0);
        boolean isLocated = random.nextInt(8) != 0;
        int voices = random.nextInt(50) == 0 ? 1 + random.nextInt(2) : 0;
        boolean isRejected = voices > 0 && random.nextInt(3) == 0;
        double confidence = confidence(behavior);
        return new Event(
                ids.of(collar, start, behavior),
                collar,
                day,
                start,
                end,
                behavior,
                confidence,
                confidence,
                readings,
                readings,
                low + Math.round((high - low) * readings * 5) / (10.0 * readings),
                Math.sqrt(random.nextInt(40_000) / 1000.0),
                low,
                high,
                isLocated ? thousandths(isRest ? 10 : 400, random) : null,
                isLocated ? thousandths(isRest ? 80 : 2_500, random) : null,
                behavior == Behavior.PLAYING_FETCH ? (Integer) (2 + random.nextInt(6)) : null,
                isRest ? baseline : null,
                baseline,
                isRejected ? 0 : voices,
                isRejected ? voices : 0,
                voices == 0 ? Review.UNREVIEWED : isRejected ? Review.REJECTED : Review.CONFIRMED,
                isRejected && random.nextBoolean() ? "Eating" : null,
                RULESET);
    }

    private static Behavior behavior(Random random) {
        int left = random.nextInt(1_000);
        int i = 0;
        while (left >= SHARES[i]) {
            left -= SHARES[i++];
        }
        return BEHAVIORS.get(i);
    }

    private static double rate(Behavior behavior) {
        return switch (behavior) {
            case DEEP_SLEEP -> 55;
            case RESTING -> 65;
            case ALERT -> 95;
            case WALKING, ANXIOUS_PACING -> 98;
            case RUNNING, PLAYING_FETCH -> 130;
            case UNKNOWN -> 70;
        };
    }

    private static double confidence(Behavior behavior) {
        return switch (behavior) {
            case DEEP_SLEEP -> 0.9;
            case PLAYING_FETCH -> 0.8;
            case ANXIOUS_PACING -> 0.75;
            case RESTING, WALKING, RUNNING, ALERT -> 0.7;
            case UNKNOWN -> 0;
        };
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double thousandths(int bound, Random random) {
        return random.nextInt(bound * 1_000) / 1_000.0;
    }

    private static Summary summary(String collar, LocalDate day, List<Event> events) {
        long readings = events.stream().mapToInt(Event::readings).sum();
        return new Summary(
                collar,
                day,
                minutes(events, Behavior.DEEP_SLEEP),
                minutes(events, Behavior.RESTING),
                minutes(events, Behavior.ALERT),
                minutes(events, Behavior.WALKING),
                minutes(events, Behavior.RUNNING),
                minutes(events, Behavior.ANXIOUS_PACING),
                minutes(events, Behavior.PLAYING_FETCH),
                events.stream().mapToDouble(ServedCollarDay::minutes).sum(),
                (int) readings,
                events.get(0).start(),
                events.get(events.size() - 1).end(),
                events.stream()
                        .mapToDouble(event -> orZero(event.heartRateMin()))
                        .min()
                        .orElseThrow(),
                events.stream()
                                .mapToDouble(event -> orZero(event.heartRateMean()) * event.readings())
                                .sum()
                        / readings,
                events.stream()
                        .mapToDouble(event -> orZero(event.heartRateMax()))
                        .max()
                        .orElseThrow(),
                events.stream()
                        .filter(event -> event.behavior() == Behavior.RESTING)
                        .map(Event::heartRateMean)
                        .findFirst()
                        .orElse(null),
                events.stream()
                        .mapToDouble(event -> event.distance() == null ? 0 : event.distance())
                        .sum(),
                events.size(),
                events.stream().anyMatch(event -> event.behavior() == Behavior.ALERT)
                        ? List.of("high_resting_heart_rate")
                        : List.of());
    }

    private static double minutes(List<Event> events, Behavior behavior) {
        return events.stream()
                .filter(event -> event.behavior() == behavior)
                .mapToDouble(ServedCollarDay::minutes)
                .sum();
    }

    private static double minutes(Event event) {
        return (event.end() - event.start()) / MINUTE_MILLIS;
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }
}
