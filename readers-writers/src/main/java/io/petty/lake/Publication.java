package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of an event day: the snapshots of its tables that belong together, and what they were computed from.
 *
 * @param run that published it
 * @param pinnedRun the run whose events a rollback put back, and which the day keeps until it is rerun; null for a day that
 *     follows its inputs
 */
public record Publication(
        LocalDate eventDay,
        long run,
        Instant publishedAt,
        @Nullable Long pinnedRun,
        Inputs inputs,
        Feedback feedback,
        Snapshots snapshots,
        Content content) {

    /**
     * What the events were computed from.
     *
     * @param readingsFingerprint of the day's readings
     * @param baselinesFingerprint of the earlier days' resting heart rates that the baselines were drawn from
     * @param calibrationFingerprint of the voices on earlier days' events that the confidences were drawn from; empty for
     *     none
     */
    public record Inputs(
            String ruleset, String readingsFingerprint, String baselinesFingerprint, String calibrationFingerprint) {}

    /**
     * The feedback that is folded in.
     *
     * @param fingerprint of the feedback on the day's events; empty for none
     * @param waiting how many pieces of feedback name an event of the day that isn't there
     * @param carried how many pieces of feedback count for an event of another id than they name: see {@link
     *     io.petty.feedback.AboutEvent}
     */
    public record Feedback(String fingerprint, long waiting, long carried) {
        /** No feedback at all. */
        public static final Feedback NONE = new Feedback("", 0, 0);
    }

    /** The snapshots of the tables that hold the day; 0 for a table without a snapshot. */
    public record Snapshots(long timelines, long summaries, long resting, long voices) {}

    /**
     * What the tables hold of the day.
     *
     * @param restingFingerprint of the resting heart rates, which later days' baselines are drawn from
     */
    public record Content(int collars, long readings, long events, String restingFingerprint) {}

    /**
     * The same events again, published by another run to stay, with today's feedback folded in.
     *
     * @param now the snapshots of the tables that hold them now
     */
    public Publication pinned(long byRun, Instant at, Snapshots now, Feedback folded) {
        Long pinnedTo = pinnedRun == null ? Long.valueOf(run) : pinnedRun;
        return new Publication(eventDay, byRun, at, pinnedTo, inputs, folded, now, content);
    }

    /**
     * The same events again, with other feedback folded in.
     *
     * @param timelines the snapshot of the timelines table that holds them
     * @param voices the snapshot of the table of voices
     */
    public Publication folded(long byRun, Instant at, long timelines, long voices, Feedback folded) {
        Snapshots now = new Snapshots(timelines, snapshots.summaries(), snapshots.resting(), voices);
        return new Publication(eventDay, byRun, at, pinnedRun, inputs, folded, now, content);
    }
}
