package io.petty.readiness;

import java.util.ArrayList;
import java.util.List;

/** Collects what a check sees, so that it tells all that is wrong rather than the first of it. */
final class Evidence {
    private static final int MOST_WRONG = 12;

    private final List<String> seen = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    /** Notes what was seen when it holds, else what is wrong. */
    Evidence expect(boolean holds, String right, String otherwise) {
        (holds ? seen : wrong).add(holds ? right : otherwise);
        return this;
    }

    /** Notes what is wrong unless it holds. */
    void require(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    /** Notes what is wrong. */
    void wrong(String what) {
        wrong.add(what);
    }

    /** Notes what was seen. */
    void saw(String what) {
        seen.add(what);
    }

    /** All that is wrong, else all that was seen. */
    Result result() {
        if (wrong.isEmpty()) {
            return new Result.Pass(String.join("; ", seen));
        }
        String shown = String.join("; ", wrong.subList(0, Math.min(MOST_WRONG, wrong.size())));
        return new Result.Fail(
                wrong.size() <= MOST_WRONG ? shown : "%s; and %d more".formatted(shown, wrong.size() - MOST_WRONG));
    }
}
