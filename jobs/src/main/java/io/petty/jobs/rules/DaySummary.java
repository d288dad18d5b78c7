package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.Summary;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Summarizes the events of a day, which are added in time order. */
final class DaySummary {
    private static final double MILLIS_PER_MINUTE = 60_000;
    private static final int NO_STRETCH = -1;

    private final long inactivityLongerThan;
    private final int inactivityFrom;
    private final int inactivityTo;

    private final Map<Behavior, Long> millis = new EnumMap<>(Behavior.class);
    private final HeartRates heartRates = new HeartRates();
    private int events;
    private long distance;
    private int readings;
    private boolean prolongedInactivity;
    private boolean alert;

    /** The start of the current unbroken stretch of rest, in milliseconds of the day. */
    private int stretchStart;

    DaySummary(TimelineRules.Inactivity rules) {
        inactivityLongerThan = rules.longerThan().toMillis();
        inactivityFrom = rules.from().get(ChronoField.MILLI_OF_DAY);
        inactivityTo = rules.to().get(ChronoField.MILLI_OF_DAY);
    }

    void clear() {
        millis.clear();
        heartRates.clear();
        events = 0;
        distance = 0;
        readings = 0;
        prolongedInactivity = false;
        alert = false;
        stretchStart = NO_STRETCH;
    }

    /** Begins a session, which ends any stretch of rest. */
    void beginSession() {
        stretchStart = NO_STRETCH;
    }

    /**
     * Adds an event.
     *
     * @param eventReadings number of the event's readings
     * @param start milliseconds of the day, like {@code end}
     */
    void add(Behavior behavior, int eventReadings, int start, int end, HeartRates eventHeartRates, Movement movement) {
        events++;
        readings += eventReadings;
        millis.merge(behavior, (long) end - start, Long::sum);
        heartRates.add(eventHeartRates);
        distance += movement.distance();
        alert |= behavior == Behavior.ALERT;
        if (!isRest(behavior)) {
            stretchStart = NO_STRETCH;
            return;
        }
        if (stretchStart == NO_STRETCH) {
            stretchStart = start;
        }
        int covered = Math.min(end, inactivityTo) - Math.max(stretchStart, inactivityFrom);
        prolongedInactivity |= covered > inactivityLongerThan;
    }

    /** Returns whether a behavior is a form of rest, asleep or awake. */
    static boolean isRest(Behavior behavior) {
        return switch (behavior) {
            case DEEP_SLEEP, RESTING, ALERT -> true;
            case ANXIOUS_PACING, PLAYING_FETCH, WALKING, RUNNING, UNKNOWN -> false;
        };
    }

    /** @param resting the day's resting rate; null without one */
    Summary summary(CollarDay day, @Nullable RestingHeartRate resting) {
        boolean measured = heartRates.readings() > 0;
        List<String> flags = new ArrayList<>(2);
        if (alert) {
            flags.add("high_resting_heart_rate");
        }
        if (prolongedInactivity) {
            flags.add("prolonged_inactivity");
        }
        return new Summary(
                day.collarId(),
                day.day(),
                minutes(Behavior.DEEP_SLEEP),
                minutes(Behavior.RESTING),
                minutes(Behavior.ALERT),
                minutes(Behavior.WALKING),
                minutes(Behavior.RUNNING),
                minutes(Behavior.ANXIOUS_PACING),
                minutes(Behavior.PLAYING_FETCH),
                millis.values().stream().mapToLong(Long::longValue).sum() / MILLIS_PER_MINUTE,
                readings,
                day.epochMillis(0),
                day.epochMillis(day.size() - 1),
                measured ? heartRates.min() : null,
                measured ? heartRates.mean() : null,
                measured ? heartRates.max() : null,
                resting == null ? null : resting.beatsPerMinute(),
                distance / 1000.0,
                events,
                flags);
    }

    private double minutes(Behavior behavior) {
        return millis.getOrDefault(behavior, 0L) / MILLIS_PER_MINUTE;
    }
}
