package io.petty.systemtests;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds a process at a line of its log. The thread that logs the line waits until the process receives a line on its
 * standard input. Several lines can be held, one after the other. The processes of tests use it through their log
 * configuration.
 */
public final class HoldingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /**
     * The environment variable with the log lines to hold at, one per line. Each is part of a text that consists of the
     * step's name, a space and the message.
     */
    static final String HOLD_AT = "TEST_HOLD_AT";

    /** The beginning of the line that the process prints when it is held. */
    static final String HELD = "Held at ";

    private static final String[] LINES =
            Objects.requireNonNullElse(System.getenv(HOLD_AT), "").split("\n", -1);

    /** The number of lines reached. Static, because Spring Boot configures the log again. */
    private static final AtomicInteger REACHED = new AtomicInteger();

    private static final Semaphore HOLDING = new Semaphore(0);

    /** Waits until the next line is reached. */
    static void awaitHeld() throws InterruptedException {
        HOLDING.acquire();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getMDCPropertyMap().getOrDefault("step", "") + " " + event.getFormattedMessage();
        int reached = REACHED.get();
        if (reached == LINES.length
                || LINES[reached].isEmpty()
                || !line.contains(LINES[reached])
                || !REACHED.compareAndSet(reached, reached + 1)) {
            return;
        }
        System.err.println(HELD + line);
        HOLDING.release();
        try {
            int unused = System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
