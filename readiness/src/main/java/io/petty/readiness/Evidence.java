package io.petty.readiness;

import java.util.ArrayList;
import java.util.List;

/** The observations of a check. Collects all faults, not only the first one. */
final class Evidence {
    private static final int MOST_WRONG = 12;

    private final List<String> seen = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /** Adds {@code right} if a condition holds. Otherwise adds {@code otherwise} as a fault. */
    void expect(boolean holds, String right, String otherwise) {
        (holds ? seen : wrong).add(holds ? right : otherwise);
    }

    /** Adds {@code right} if an answer has the expected status, and otherwise a fault with both statuses. */
    void expect(int status, ApiAnswer answer, String right) {
        expect(answer.status() == status, right, "expected %d (%s), got %d".formatted(status, right, answer.status()));
    }

    /** Adds a fault. */
    void wrong(String what) {
        wrong.add(what);
    }

    /** Adds an observation that isn't a fault. */
    void saw(String what) {
        seen.add(what);
    }

    boolean isGood() {
        return wrong.isEmpty();
    }

    /** Returns the faults, or the observations if there is no fault. */
    @Override
    public String toString() {
        if (isGood()) {
            return String.join("; ", seen);
        }
        String shown = String.join("; ", wrong.subList(0, Math.min(MOST_WRONG, wrong.size())));
        return wrong.size() <= MOST_WRONG ? shown : "%s; and %d more".formatted(shown, wrong.size() - MOST_WRONG);
    }
}
