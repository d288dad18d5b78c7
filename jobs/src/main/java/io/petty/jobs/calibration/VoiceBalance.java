package io.petty.jobs.calibration;

import java.io.Serializable;

/** How many voices are for something and how many against it. */
public record VoiceBalance(long positive, long negative) implements Serializable {
    public static final VoiceBalance NONE = new VoiceBalance(0, 0);

    public VoiceBalance {
        if (positive < 0 || negative < 0) {
            throw new IllegalArgumentException("Voices can't be fewer than none");
        }
    }

    public VoiceBalance plus(long morePositive, long moreNegative) {
        return new VoiceBalance(positive + morePositive, negative + moreNegative);
    }

    /** A confidence that weighs as many voices as {@code weight}, moved by these: {@code (w·c + p) / (w + p + n)}. */
    double moves(double confidence, double weight) {
        return (weight * confidence + positive) / (weight + positive + negative);
    }
}
