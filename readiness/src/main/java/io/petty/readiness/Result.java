package io.petty.readiness;

/** How a check ended. */
sealed interface Result {
    /**
     * What was looked at is as it must be.
     *
     * @param evidence what was seen
     */
    record Pass(String evidence) implements Result {}

    /**
     * It isn't.
     *
     * @param evidence what was seen in its place
     */
    record Fail(String evidence) implements Result {}

    /**
     * It isn't known: the check ran into its limit.
     *
     * @param evidence how long that is
     */
    record TimedOut(String evidence) implements Result {}

    /**
     * There was nothing to look at, or no way to it from here.
     *
     * @param why so that a reader can tell whether that is right
     */
    record NotApplicable(String why) implements Result {}
}
