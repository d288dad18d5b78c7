package io.petty.readiness;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Runs checks as the command does, with clocks that don't depend on the machine. */
final class CheckRuns {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private CheckRuns() {}

    /** Returns a limit whose clock never moves. */
    static TimeLimit endless() {
        return new TimeLimit(MINUTE, () -> 0);
    }

    /** Returns a limit that is over when its clock is read for the third time. */
    static TimeLimit threeLooks() {
        AtomicLong nanos = new AtomicLong();
        return new TimeLimit(MINUTE, () -> nanos.addAndGet(MINUTE.dividedBy(3).toNanos()));
    }

    static List<Finding> findings(UnaryOperator<String> cleaned, List<Check> checks) throws InterruptedException {
        return new CheckRunner(cleaned, finding -> {}, () -> false, endless()).run(checks);
    }

    static List<Finding> findings(List<Check> checks) throws InterruptedException {
        return findings(UnaryOperator.identity(), checks);
    }

    static Finding finding(String id, UnaryOperator<String> cleaned, List<Check> checks) throws InterruptedException {
        return findings(
                        cleaned,
                        List.of(checks.stream()
                                .filter(one -> one.id().equals(id))
                                .findFirst()
                                .orElseThrow()))
                .get(0);
    }

    static Finding finding(String id, List<Check> checks) throws InterruptedException {
        return finding(id, UnaryOperator.identity(), checks);
    }
}
