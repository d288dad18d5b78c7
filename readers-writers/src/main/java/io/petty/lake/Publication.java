package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of an event day: the snapshots of its tables that belong together, and what they were computed from.
 *
 * @param readingsFingerprint of the readings the day was computed from
 * @param baselinesFingerprint of the earlier days' resting heart rates that its baselines were drawn from
 * @param restingFingerprint of the resting heart rates the day itself gives
 * @param feedbackFingerprint of the feedback on the day's events that is folded in; empty for none
 * @param calibrationFingerprint of the voices on earlier days' events that its confidences were drawn from; empty for none
 * @param waiting how many pieces of feedback name an event of the day that isn't there
 * @param carried how many pieces of feedback count for an event of another id than they name: see {@link io.petty.feedback.AboutEvent}
 * @param pinnedRun the run whose events a rollback put back, and which the day keeps until it is rerun; null for a day that
 *     follows its inputs
 */
public record Publication(
        LocalDate eventDay,
        long run,
        String ruleset,
        String readingsFingerprint,
        String baselinesFingerprint,
        String restingFingerprint,
        String feedbackFingerprint,
        String calibrationFingerprint,
        long timelinesSnapshot,
        long summariesSnapshot,
        long restingSnapshot,
        long voicesSnapshot,
        int collars,
        long readings,
        long events,
        long waiting,
        long carried,
        Instant publishedAt,
        @Nullable Long pinnedRun) {

    /**
     * The same events again, published by another run to stay, with today's feedback folded in.
     *
     * @param snapshots of the tables that hold them now
     */
    public Publication pinned(long byRun, Snapshots snapshots, Feedback feedback, Instant at) {
        return again(byRun, snapshots, feedback, at, pinnedRun == null ? Long.valueOf(run) : pinnedRun);
    }

    /**
     * The same events again, with other feedback folded in.
     *
     * @param timelines the snapshot of the timelines table that holds them
     * @param voices the snapshot of the table of voices
     */
    public Publication folded(long byRun, long timelines, long voices, Feedback feedback, Instant at) {
        return again(
                byRun, new Snapshots(timelines, summariesSnapshot, restingSnapshot, voices), feedback, at, pinnedRun);
    }

    /** The snapshots of a publication's tables. */
    public record Snapshots(long timelines, long summaries, long resting, long voices) {}

    /** What feedback is folded into a publication: a hash of it, how many pieces found no event and how many were carried over. */
    public record Feedback(String fingerprint, long waiting, long carried) {}

    private Publication again(long byRun, Snapshots snapshots, Feedback feedback, Instant at, @Nullable Long pinnedTo) {
        return new Publication(
                eventDay,
                byRun,
                ruleset,
                readingsFingerprint,
                baselinesFingerprint,
                restingFingerprint,
                feedback.fingerprint(),
                calibrationFingerprint,
                snapshots.timelines(),
                snapshots.summaries(),
                snapshots.resting(),
                snapshots.voices(),
                collars,
                readings,
                events,
                feedback.waiting(),
                feedback.carried(),
                at,
                pinnedTo);
    }
}
