package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A consistent state of an event day for readers: the snapshots of its tables, and the inputs they were computed from.
 *
 * @param run run that published it
 * @param pinnedRun run whose events a rollback restored; the day keeps them until it is rerun. Null for a day that
 *     isn't pinned
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
     * The inputs that the events were computed from.
     *
     * @param readingsFingerprint of the day's readings
     * @param baselinesFingerprint of the earlier days' resting heart rates that the baselines were computed from
     * @param calibrationFingerprint of the voices on earlier days' events that calibrated the confidences; empty for
     *     none
     */
    public record Inputs(
            String ruleset, String readingsFingerprint, String baselinesFingerprint, String calibrationFingerprint) {}

    /**
     * The feedback that was folded in.
     *
     * @param fingerprint of the feedback on the day's events; empty for none
     * @param waiting number of documents on events of the day that don't exist
     * @param carried number of documents that apply to an event whose id isn't the one that they name, see {@link
     *     io.petty.feedback.AboutEvent}
     */
    public record Feedback(String fingerprint, long waiting, long carried) {
        /** No feedback. */
        public static final Feedback NONE = new Feedback("", 0, 0);
    }

    /** The snapshots of the tables that contain the day; 0 for a table without a snapshot. */
    public record Snapshots(long timelines, long summaries, long resting, long voices) {}

    /**
     * The amount of the day's data in the tables.
     *
     * @param restingFingerprint of the resting heart rates, which later days' baselines are computed from
     */
    public record Content(int collars, long readings, long events, String restingFingerprint) {}

    /**
     * Returns a pinned publication of the same events by another run, with the current feedback folded in.
     *
     * @param now the snapshots in which the tables contain these events now
     */
    public Publication pinned(long byRun, Instant at, Snapshots now, Feedback folded) {
        Long pinnedTo = pinnedRun == null ? Long.valueOf(run) : pinnedRun;
        return new Publication(eventDay, byRun, at, pinnedTo, inputs, folded, now, content);
    }

    /**
     * Returns a publication of the same events with other feedback folded in.
     *
     * @param timelines the snapshot in which the timelines table contains these events
     * @param voices the snapshot of the voices table
     */
    public Publication folded(long byRun, Instant at, long timelines, long voices, Feedback folded) {
        Snapshots now = new Snapshots(timelines, snapshots.summaries(), snapshots.resting(), voices);
        return new Publication(eventDay, byRun, at, pinnedRun, inputs, folded, now, content);
    }
}
