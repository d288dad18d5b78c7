package io.petty.systemtests.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * A delivery day and the result of its audit.
 *
 * @param files the raw files by key
 * @param ignored the keys of the other files that aren't hidden
 */
public record ReferenceDelivery(LocalDate day, SortedMap<String, ReferenceRaw> files, List<String> ignored) {

    /** The share of rejects above which nothing of a day is published. */
    public static final String MAX_SHARE = "0.05";

    /** The states of a delivery day, with the exit code of a run that ingests it. */
    public enum State {
        FRESH(0),
        INCOMPLETE(5),
        FAILED(4);

        private final int exitCode;

        State(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    /** Returns the state with the default maximum share of rejects. */
    public State state() {
        return state(MAX_SHARE);
    }

    public State state(String maxShare) {
        BigDecimal most = new BigDecimal(maxShare);
        long rejects =
                sum(files.values().stream().map(ReferenceRaw::lineRejects).toList());
        long lines = sum(files.values().stream().map(ReferenceRaw::lines).toList());
        long delivered = sum(files.values().stream().map(ReferenceRaw::bytes).toList());
        long unusable = sum(files.values().stream()
                .filter(ReferenceRaw::unusable)
                .map(ReferenceRaw::bytes)
                .toList());
        if (isAbove(most, rejects, lines) || isAbove(most, unusable, delivered)) {
            return State.FAILED;
        }
        boolean complete = ignored.isEmpty() && files.values().stream().noneMatch(ReferenceRaw::unusable);
        return complete ? State.FRESH : State.INCOMPLETE;
    }

    private static boolean isAbove(BigDecimal share, long part, long whole) {
        return BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) > 0;
    }

    private static long sum(Collection<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }
}
