package io.petty.jobs.timeline;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.util.List;
import java.util.Optional;

/**
 * Why the rules tell an event: the figures of its readings, each held against what the rules ask for. Times are
 * milliseconds since 1970-01-01T00:00Z.
 *
 * @param event as the rules tell it of these readings
 * @param session the session it lies in
 * @param begins why it begins where it does, in words
 * @param ends why it ends where it does, in words
 * @param blips bursts of another activity that were absorbed inside of it
 * @param judgement the behavior that decides: the event's own, or the one it would be if these checks held; empty where
 *     the windows of rest decide alone
 * @param windows of rest, in time order; empty for other behaviors
 * @param cycles of the game, or of the chain that failed to be one, in time order
 * @param baselineDays the earlier days' resting heart rates that the resting baseline is drawn from, the newest first;
 *     empty for events that aren't rest
 */
public record EventExplanation(
        Event event,
        Session session,
        String begins,
        String ends,
        List<Blip> blips,
        Optional<Judgement> judgement,
        List<Window> windows,
        List<Cycle> cycles,
        List<RestingHeartRate> baselineDays) {
    public EventExplanation {
        blips = List.copyOf(blips);
        windows = List.copyOf(windows);
        cycles = List.copyOf(cycles);
        baselineDays = List.copyOf(baselineDays);
    }

    /**
     * A condition of a rule.
     *
     * @param what is measured
     * @param figure what the readings say, with as many digits as tell it from the threshold
     * @param asked what the rule asks for
     */
    public record Check(String what, String figure, String asked, boolean holds) {}

    /** The conditions of a behavior. */
    public record Judgement(Behavior behavior, List<Check> checks) {
        public Judgement {
            checks = List.copyOf(checks);
        }

        /** Whether it is that behavior. */
        public boolean holds() {
            return checks.stream().allMatch(Check::holds);
        }
    }

    /** Readings without a longer gap between them. */
    public record Session(long start, long end, int readings) {}

    /**
     * A burst of another activity that was absorbed.
     *
     * @param activity its own
     * @param takenAs the activity of both its neighbours
     * @param around the time from the last reading before it to the first one after it
     */
    public record Blip(long start, int readings, int activity, int takenAs, Check around) {}

    /**
     * A window of rest.
     *
     * @param start of its first reading
     */
    public record Window(long start, List<Check> checks) {
        public Window {
            checks = List.copyOf(checks);
        }

        public boolean isCalm() {
            return checks.stream().allMatch(Check::holds);
        }
    }

    /** A cycle of fetch: a run and the calm after it. */
    public record Cycle(long runStart, long calmStart, List<Check> checks) {
        public Cycle {
            checks = List.copyOf(checks);
        }
    }
}
