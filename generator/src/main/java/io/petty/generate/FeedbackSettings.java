package io.petty.generate;

/**
 * What synthetic owners say.
 *
 * @param share share of events an owner says something of, 0 to 1
 * @param errors share of owners' voices that are the opposite of the truth, 0 to 1
 */
public record FeedbackSettings(double share, double errors) {
    /** @throws IllegalArgumentException when a share is out of its range */
    public FeedbackSettings {
        require("feedback-share", share);
        require("feedback-errors", errors);
    }

    private static void require(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("--%s is 0 to 1, not %s".formatted(what, share));
        }
    }
}
