package io.petty.jobs.calibration;

import io.petty.lake.VoiceTotal;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far owners' voices on earlier events move the confidences of one event day, first by class of events over all collars,
 * then by collar: the spec's section 4. Voices count that were given before the day, on events of the days before it within
 * the window; so an event's own feedback never moves its own confidence.
 */
public final class Calibration {
    private final CalibrationRules rules;
    private final LocalDate day;
    private final Map<EventClass, VoiceBalance> classes;
    private final Map<String, Map<EventClass, VoiceBalance>> collars = new HashMap<>();

    /**
     * Calibrates a day.
     *
     * @param classes the voices that count for the day, over all collars
     */
    public Calibration(CalibrationRules rules, LocalDate day, Map<EventClass, VoiceBalance> classes) {
        this.rules = rules;
        this.day = day;
        this.classes = Map.copyOf(classes);
    }

    /** Adds voices on events of single collars; those that don't count for the day are left out. */
    public Calibration withCollars(Collection<VoiceCount> counts) {
        for (VoiceCount count : counts) {
            if (counts(count.day(), count.givenDay(), day, rules.windowDays())) {
                collars.computeIfAbsent(count.collarId(), collar -> new HashMap<>())
                        .merge(
                                count.eventClass(),
                                new VoiceBalance(count.positive(), count.negative()),
                                (a, b) -> a.plus(b.positive(), b.negative()));
            }
        }
        return this;
    }

    /** Whether a voice given on one day, on an event of another, counts for the confidences of {@code day}. */
    public static boolean counts(LocalDate eventDay, LocalDate givenDay, LocalDate day, int windowDays) {
        return eventDay.isBefore(day) && !eventDay.isBefore(day.minusDays(windowDays)) && givenDay.isBefore(day);
    }

    /** Whether no voice counts for the day. */
    public boolean isEmpty() {
        return classes.isEmpty();
    }

    /** The voices over all collars that count for a class of events. */
    public VoiceBalance voices(EventClass eventClass) {
        return classes.getOrDefault(eventClass, VoiceBalance.NONE);
    }

    /** The voices on one collar's events that count for a class of events. */
    public VoiceBalance voices(String collarId, EventClass eventClass) {
        return collars.getOrDefault(collarId, Map.of()).getOrDefault(eventClass, VoiceBalance.NONE);
    }

    /** The confidence in a class of events over all collars, 0 to 1. */
    public double confidence(EventClass eventClass) {
        return eventClass.behavior() == Behavior.UNKNOWN
                ? 0
                : voices(eventClass).moves(eventClass.ruleConfidence(), rules.ruleWeight());
    }

    /** The confidence in one collar's events of a class, 0 to 1. */
    public double confidence(String collarId, EventClass eventClass) {
        return eventClass.behavior() == Behavior.UNKNOWN
                ? 0
                : voices(collarId, eventClass).moves(confidence(eventClass), rules.behaviorWeight());
    }

    /** Adds up the voices by class that count for a day. */
    public static Map<EventClass, VoiceBalance> sum(List<VoiceTotal> totals, LocalDate day, int windowDays) {
        Map<EventClass, VoiceBalance> sum = new HashMap<>();
        for (VoiceTotal total : totals) {
            if (counts(total.eventDay(), total.givenDay(), day, windowDays)) {
                sum.merge(
                        total.eventClass(),
                        new VoiceBalance(total.positive(), total.negative()),
                        (a, b) -> a.plus(b.positive(), b.negative()));
            }
        }
        return sum;
    }
}
