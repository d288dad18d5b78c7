package io.petty.readiness;

import java.util.ArrayList;
import java.util.List;

/** What a check observes. It collects everything that is wrong, not only the first fault. */
final class Evidence {
    private static final int MOST_WRONG = 12;

    private final List<String> seen = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /** Adds {@code right} if a condition holds, and {@code otherwise} as a fault if not. */
    void expect(boolean holds, String right, String otherwise) {
        (holds ? seen : wrong).add(holds ? right : otherwise);
    }

    /** Adds {@code right} if an answer has the status, and both statuses as a fault if not. */
    void expect(int status, ApiAnswer answer, String right) {
        expect(answer.status() == status, right, "expected %d (%s), got %d".formatted(status, right, answer.status()));
    }

    /** Adds a fault. */
    void wrong(String what) {
        wrong.add(what);
    }

    /** Adds an observation that is no fault. */
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
