package io.petty.jobs.calibration;

import java.io.Serializable;

/** The number of votes for and against something. */
public record VoiceBalance(long positive, long negative) implements Serializable {
    public static final VoiceBalance NONE = new VoiceBalance(0, 0);

    public VoiceBalance {
        if (positive < 0 || negative < 0) {
            throw new IllegalArgumentException("Counts of voices can't be negative");
        }
    }

    VoiceBalance plus(VoiceBalance more) {
        return new VoiceBalance(positive + more.positive, negative + more.negative);
    }

    /**
     * Adjusts a confidence by these votes. The confidence itself weighs as much as {@code weight} votes:
     * {@code (w·c + p) / (w + p + n)}.
     */
    double moves(double confidence, double weight) {
        return (weight * confidence + positive) / (weight + positive + negative);
    }
}
