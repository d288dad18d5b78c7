package io.petty.jobs.calibration;

import io.petty.timeline.Behavior;
import io.petty.timeline.Review;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The voices on one event: the newest of each user, and one for each feedback without a user.
 *
 * @param voices sorted by timestamp, then by feedback id
 */
public record EventVoices(List<OwnerVoice> voices) {
    static final EventVoices NONE = new EventVoices(List.of());

    public EventVoices {
        voices = List.copyOf(voices);
    }

    /**
     * A voice that was not replaced by a newer one.
     *
     * @param word its vote without regard to the correction: 1 for, -1 against, 0 neither
     * @param correctedBehavior the behavior that it names instead; null if it names none
     * @param timestamp milliseconds since 1970-01-01T00:00Z
     */
    public record OwnerVoice(int word, @Nullable String correctedBehavior, long timestamp) {
        /** Returns the correction, or null if it names the behavior that the event already has. */
        @Nullable
        String correctionOf(Behavior behavior) {
            return behavior.label().equals(correctedBehavior) ? null : correctedBehavior;
        }

        /** Returns 1 for, -1 against or 0 neither. A correction to another behavior is a vote against. */
        int signFor(Behavior behavior) {
            return correctionOf(behavior) == null ? word : -1;
        }
    }

    /**
     * The result of all voices.
     *
     * @param correctedBehavior the most frequent correction; of equally frequent ones, the one with the newest voice.
     *     Null unless more voices are against than for.
     */
    public record Verdict(
            int positive,
            int negative,
            Review review,
            @Nullable String correctedBehavior) {}

    /** Judges an event that was recognized as {@code behavior}. */
    public Verdict on(Behavior behavior) {
        int positive = 0;
        int negative = 0;
        Map<String, Integer> corrections = new HashMap<>();
        String corrected = null;
        for (OwnerVoice voice : voices) {
            int sign = voice.signFor(behavior);
            positive += sign > 0 ? 1 : 0;
            negative += sign < 0 ? 1 : 0;
            String correction = voice.correctionOf(behavior);
            if (correction != null) {
                corrections.merge(correction, 1, Integer::sum);
            }
        }
        if (negative > positive) {
            int most = 0;
            // From the newest to the oldest, so that the newest of equally frequent corrections wins.
            for (int i = voices.size() - 1; i >= 0; i--) {
                String correction = voices.get(i).correctionOf(behavior);
                if (correction != null && corrections.getOrDefault(correction, 0) > most) {
                    most = corrections.getOrDefault(correction, 0);
                    corrected = correction;
                }
            }
        }
        return new Verdict(positive, negative, review(positive, negative), corrected);
    }

    private static Review review(int positive, int negative) {
        if (positive == 0 && negative == 0) {
            return Review.UNREVIEWED;
        }
        if (negative == 0) {
            return Review.CONFIRMED;
        }
        return positive == 0 ? Review.REJECTED : Review.DISPUTED;
    }
}
