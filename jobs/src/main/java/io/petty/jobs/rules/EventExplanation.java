package io.petty.jobs.rules;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.util.List;
import java.util.Optional;

/**
 * Why the rules recognized an event: the figures of its readings, each compared with what the rules need. Times are
 * milliseconds since 1970-01-01T00:00Z.
 *
 * @param event the event as the rules compute it from these readings
 * @param reference the day's reference rate and its origin, in words
 * @param session the session of the event
 * @param begins why the event begins at its first reading, in words
 * @param ends why the event ends at its last reading, in words
 * @param minutes the event's minutes, from which sleep is determined
 * @param stretches the stretches of quiet minutes that share a minute with the event, in time order, whether they are
 *     sleep or not. A sleep consists of such stretches. Empty for unknown behavior and without a reference rate.
 * @param blips bursts of another activity that were absorbed into the event
 * @param judgement the checks of the event's behavior, or of the behavior that it would have if they held; empty for a
 *     sleep, since its stretches decide on it
 * @param sureness the checks for a sure sleep, at least one of which must hold; empty for other behaviors
 * @param cycles the cycles of the game, or of the chain that failed to be a game, in time order
 * @param baselineDays the earlier days' resting heart rates from which the resting baseline is computed, the newest
 *     first; empty for behaviors that aren't compared with the baseline
 */
public record EventExplanation(
        Event event,
        String reference,
        Session session,
        String begins,
        String ends,
        Minutes minutes,
        List<Stretch> stretches,
        List<Blip> blips,
        Optional<Judgement> judgement,
        List<Check> sureness,
        List<Cycle> cycles,
        List<RestingHeartRate> baselineDays) {
    public EventExplanation {
        stretches = List.copyOf(stretches);
        blips = List.copyOf(blips);
        sureness = List.copyOf(sureness);
        cycles = List.copyOf(cycles);
        baselineDays = List.copyOf(baselineDays);
    }

    /**
     * A condition of a rule.
     *
     * @param what the measured quantity
     * @param figure the measured value, with as many digits as distinguish it from the threshold
     * @param needed what the rule needs, such as {@code at least 4}
     * @param missedBy how far the figure is from what is needed; empty if the condition holds or has no such distance
     */
    public record Check(String what, String figure, String needed, boolean holds, String missedBy) {}

    /** The conditions of a behavior. */
    public record Judgement(Behavior behavior, List<Check> checks) {
        public Judgement {
            checks = List.copyOf(checks);
        }

        /** Returns whether the event has this behavior. */
        public boolean holds() {
            return checks.stream().allMatch(Check::holds);
        }
    }

    /** Consecutive readings without a gap that ends the session. */
    public record Session(long start, long end, int readings) {}

    /**
     * The minutes of an event.
     *
     * @param length number of minutes from the event's first to its last, both included
     * @param observed number of these minutes that have readings of the event's session
     * @param restless number of observed minutes that are restless
     * @param quiet number of observed minutes that are quiet
     */
    public record Minutes(int length, int observed, int restless, int quiet) {}

    /**
     * A stretch of quiet minutes. It is a sleep if all checks hold and at least one tier is met.
     *
     * @param start the start of its first minute
     * @param end the end of its last minute, exclusive
     * @param minutes its length
     * @param restless number of its restless minutes
     * @param checks the conditions that every sleep must meet
     * @param tiers the tiers; a sleep must meet at least one
     */
    public record Stretch(long start, long end, int minutes, int restless, List<Check> checks, List<Tier> tiers) {
        public Stretch {
            checks = List.copyOf(checks);
            tiers = List.copyOf(tiers);
        }

        public boolean isSleep() {
            return checks.stream().allMatch(Check::holds) && tiers.stream().anyMatch(Tier::isMet);
        }
    }

    /** A minimum length and a maximum mean heart rate that together make a stretch a sleep. */
    public record Tier(List<Check> checks) {
        public Tier {
            checks = List.copyOf(checks);
        }

        public boolean isMet() {
            return checks.stream().allMatch(Check::holds);
        }
    }

    /**
     * A burst of another activity that was absorbed.
     *
     * @param activity the activity of the burst
     * @param takenAs the activity of both its neighbors
     * @param around the time from the last reading before the burst to the first one after it
     */
    public record Blip(long start, int readings, int activity, int takenAs, Check around) {}

    /** A cycle of fetch: a run and the calm after it. */
    public record Cycle(long runStart, long calmStart, List<Check> checks) {
        public Cycle {
            checks = List.copyOf(checks);
        }
    }
}
