package io.petty.readiness;

import org.jspecify.annotations.Nullable;

/**
 * What came of a check, as reports have it.
 *
 * @param outcome {@code pass}, {@code fail}, {@code timed out} or {@code not applicable}
 * @param evidence what was seen, or why the check isn't applicable
 * @param remedy what to do; null if it passed or isn't applicable
 * @param millis how long it took
 */
public record Finding(
        String id,
        String group,
        String title,
        String does,
        Outcome outcome,
        String evidence,
        @Nullable String remedy,
        long millis) {
    private static final String SLOW =
            "Check again while the machine is less busy, or with a longer --limit. If it times out again: ";

    /** How a check ended, in reports. */
    public enum Outcome {
        PASS("pass"),
        FAIL("fail"),
        TIMED_OUT("timed out"),
        NOT_APPLICABLE("not applicable");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** Whether somebody has to do something. */
        boolean isBad() {
            return this == FAIL || this == TIMED_OUT;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    static Finding of(Check check, Result result, long millis) {
        Outcome outcome;
        String evidence;
        String remedy = null;
        if (result instanceof Result.Pass pass) {
            outcome = Outcome.PASS;
            evidence = pass.evidence();
        } else if (result instanceof Result.Fail fail) {
            outcome = Outcome.FAIL;
            evidence = fail.evidence();
            remedy = check.remedy();
        } else if (result instanceof Result.TimedOut timedOut) {
            outcome = Outcome.TIMED_OUT;
            evidence = timedOut.evidence();
            remedy = SLOW + check.remedy();
        } else {
            outcome = Outcome.NOT_APPLICABLE;
            evidence = ((Result.NotApplicable) result).why();
        }
        return new Finding(check.id(), check.group(), check.title(), check.does(), outcome, evidence, remedy, millis);
    }
}
