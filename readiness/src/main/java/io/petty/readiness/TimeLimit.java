package io.petty.readiness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The maximum time that something may take.
 *
 * @param nanos a clock that only moves forward, such as {@link System#nanoTime}
 */
public record TimeLimit(Duration length, LongSupplier nanos) {
    private static final long POLL_MILLIS = 50;

    static TimeLimit of(Duration length) {
        return new TimeLimit(length, System::nanoTime);
    }

    /** Starts the time. The returned supplier returns whether the time is over. */
    BooleanSupplier start() {
        long begun = nanos.getAsLong();
        return () -> nanos.getAsLong() - begun >= length.toNanos();
    }

    /** Polls until a condition holds. Returns false if the time is over before the condition holds. */
    boolean await(Callable<Boolean> condition) throws Exception {
        BooleanSupplier over = start();
        while (!condition.call()) {
            if (over.getAsBoolean()) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
