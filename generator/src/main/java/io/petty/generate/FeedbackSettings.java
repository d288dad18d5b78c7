package io.petty.generate;

/**
 * Settings of the synthetic owners' feedback.
 *
 * @param share the share of events on which an owner gives feedback, 0 to 1
 * @param errors the share of the owners' voices that contradict the truth, 0 to 1
 */
public record FeedbackSettings(double share, double errors) {
    /** @throws IllegalArgumentException if a share is out of range */
    public FeedbackSettings {
        require("feedback-share", share);
        require("feedback-errors", errors);
    }

    private static void require(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("--%s must be 0 to 1, not %s".formatted(what, share));
        }
    }
}
