package io.petty.jobs.calibration;

import io.petty.lake.VoiceTotal;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calibrates the confidences of one event day with owners' voices on earlier events, first by class of events over all
 * collars, then by collar. A voice counts if it was given before the day, and its event is within the window of days
 * before the day. Feedback on an event thus never changes the event's own confidence.
 */
public final class Calibration {
    private final CalibrationRules rules;
    private final LocalDate day;
    private final Map<EventClass, VoiceBalance> classes;
    private final Map<String, Map<EventClass, VoiceBalance>> collars = new HashMap<>();

    /**
     * Creates the calibration of a day.
     *
     * @param classes the voices that count for the day, over all collars
     */
    public Calibration(CalibrationRules rules, LocalDate day, Map<EventClass, VoiceBalance> classes) {
        this.rules = rules;
        this.day = day;
        this.classes = Map.copyOf(classes);
    }

    /** Adds voices on a collar's events, if they count for the day. */
    public void add(VoiceCount count) {
        if (VoiceCount.countFor(day, count.day(), count.givenDay(), rules.windowDays())) {
            collars.computeIfAbsent(count.collarId(), collar -> new HashMap<>())
                    .merge(
                            count.eventClass(),
                            new VoiceBalance(count.positive(), count.negative()),
                            VoiceBalance::plus);
        }
    }

    /** Returns whether no voice counts for the day. */
    public boolean isEmpty() {
        return classes.isEmpty();
    }

    /** Returns the voices that count for a class of events, over all collars. */
    public VoiceBalance voices(EventClass eventClass) {
        return classes.getOrDefault(eventClass, VoiceBalance.NONE);
    }

    /** Returns the voices that count for a class of one collar's events. */
    public VoiceBalance voices(String collarId, EventClass eventClass) {
        return collars.getOrDefault(collarId, Map.of()).getOrDefault(eventClass, VoiceBalance.NONE);
    }

    /** Returns the confidence in a class of events over all collars, 0 to 1. */
    public double confidence(EventClass eventClass) {
        return eventClass.behavior() == Behavior.UNKNOWN
                ? 0
                : voices(eventClass).moves(eventClass.ruleConfidence(), rules.ruleWeight());
    }

    /** Returns the confidence in one collar's events of a class, 0 to 1. */
    public double confidence(String collarId, EventClass eventClass) {
        return eventClass.behavior() == Behavior.UNKNOWN
                ? 0
                : voices(collarId, eventClass).moves(confidence(eventClass), rules.behaviorWeight());
    }

    /** Sums, for each class of events, the voices that count for a day. */
    public static Map<EventClass, VoiceBalance> sum(List<VoiceTotal> totals, LocalDate day, int windowDays) {
        Map<EventClass, VoiceBalance> sum = new HashMap<>();
        for (VoiceTotal total : totals) {
            if (VoiceCount.countFor(day, total.eventDay(), total.givenDay(), windowDays)) {
                sum.merge(total.eventClass(), new VoiceBalance(total.positive(), total.negative()), VoiceBalance::plus);
            }
        }
        return sum;
    }
}
