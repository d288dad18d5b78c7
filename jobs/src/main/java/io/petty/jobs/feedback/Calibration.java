package io.petty.jobs.feedback;

import io.petty.lake.VoiceTotal;
import io.petty.timeline.Behavior;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far owners' voices on earlier events move the confidences of one event day, first by behavior over all collars, then
 * by collar: the spec's section 4. Voices count that were given before the day, on events of the days before it within
 * the window; so an event's own feedback never moves its own confidence.
 */
public final class Calibration {
    private final CalibrationRules rules;
    private final LocalDate day;
    private final Map<Behavior, VoiceBalance> behaviors;
    private final Map<String, Map<Behavior, VoiceBalance>> collars = new HashMap<>();

    /**
     * Calibrates a day.
     *
     * @param behaviors the voices that count for the day, over all collars
     */
    public Calibration(CalibrationRules rules, LocalDate day, Map<Behavior, VoiceBalance> behaviors) {
        this.rules = rules;
        this.day = day;
        this.behaviors = new EnumMap<>(Behavior.class);
        this.behaviors.putAll(behaviors);
    }

    /** Adds voices on events of single collars; those that don't count for the day are left out. */
    public Calibration withCollars(Collection<VoiceCount> counts) {
        for (VoiceCount count : counts) {
            if (counts(count.day(), count.givenDay(), day, rules.windowDays())) {
                collars.computeIfAbsent(count.collarId(), collar -> new EnumMap<>(Behavior.class))
                        .merge(
                                count.behavior(),
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
        return behaviors.isEmpty();
    }

    /** The voices over all collars that count for a behavior. */
    public VoiceBalance voices(Behavior behavior) {
        return behaviors.getOrDefault(behavior, VoiceBalance.NONE);
    }

    /** The voices on one collar's events that count for a behavior. */
    public VoiceBalance voices(String collarId, Behavior behavior) {
        return collars.getOrDefault(collarId, Map.of()).getOrDefault(behavior, VoiceBalance.NONE);
    }

    /** The confidence in a behavior over all collars, 0 to 1. */
    public double confidence(Behavior behavior, double ruleConfidence) {
        return behavior == Behavior.UNKNOWN ? 0 : voices(behavior).moves(ruleConfidence, rules.ruleWeight());
    }

    /** The confidence in a behavior of one collar, 0 to 1. */
    public double confidence(String collarId, Behavior behavior, double ruleConfidence) {
        return behavior == Behavior.UNKNOWN
                ? 0
                : voices(collarId, behavior).moves(confidence(behavior, ruleConfidence), rules.behaviorWeight());
    }

    /** Adds up the voices of behaviors that count for a day. */
    public static Map<Behavior, VoiceBalance> sum(List<VoiceTotal> totals, LocalDate day, int windowDays) {
        Map<Behavior, VoiceBalance> sum = new EnumMap<>(Behavior.class);
        for (VoiceTotal total : totals) {
            if (counts(total.eventDay(), total.givenDay(), day, windowDays)) {
                sum.merge(
                        total.behavior(),
                        new VoiceBalance(total.positive(), total.negative()),
                        (a, b) -> a.plus(b.positive(), b.negative()));
            }
        }
        return sum;
    }
}
