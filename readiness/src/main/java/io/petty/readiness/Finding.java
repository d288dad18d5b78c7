package io.petty.readiness;

import org.jspecify.annotations.Nullable;

/**
 * The result of a check, as reports show it.
 *
 * @param evidence what was observed, or why the check isn't applicable
 * @param remedy what to do; null if the check passed or isn't applicable
 * @param millis the check's duration, milliseconds
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

    /** How a check ended. */
    public enum Outcome {
        PASS("pass"),
        FAIL("fail"),
        TIMED_OUT("timed out"),
        NOT_APPLICABLE("not applicable");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        /** Returns whether the operator has to act. */
        boolean isBad() {
            return this == FAIL || this == TIMED_OUT;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    static Finding of(Check check, Outcome outcome, String evidence, long millis) {
        String remedy = switch (outcome) {
            case PASS, NOT_APPLICABLE -> null;
            case FAIL -> check.remedy();
            case TIMED_OUT -> SLOW + check.remedy();
        };
        return new Finding(check.id(), check.group(), check.title(), check.does(), outcome, evidence, remedy, millis);
    }
}
