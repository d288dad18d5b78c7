package io.petty.scheduler.readiness;

import org.jspecify.annotations.Nullable;

/**
 * What came of a check, as reports have it.
 *
 * @param outcome {@code pass}, {@code fail} or {@code not applicable}
 * @param evidence what was seen, or why the check isn't applicable
 * @param remedy what to do; null unless it failed
 * @param millis how long it took
 */
record Finding(
        String id,
        String group,
        String title,
        String does,
        Outcome outcome,
        String evidence,
        @Nullable String remedy,
        long millis) {

    /** How a check ended, in reports. */
    enum Outcome {
        PASS("pass"),
        FAIL("fail"),
        NOT_APPLICABLE("not applicable");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    static Finding of(Check check, Result result, long millis) {
        Outcome outcome;
        String evidence;
        if (result instanceof Result.Pass pass) {
            outcome = Outcome.PASS;
            evidence = pass.evidence();
        } else if (result instanceof Result.Fail fail) {
            outcome = Outcome.FAIL;
            evidence = fail.evidence();
        } else {
            outcome = Outcome.NOT_APPLICABLE;
            evidence = ((Result.NotApplicable) result).why();
        }
        return new Finding(
                check.id(),
                check.group(),
                check.title(),
                check.does(),
                outcome,
                evidence,
                outcome == Outcome.FAIL ? check.remedy() : null,
                millis);
    }
}
