package io.petty.systemtests;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a process at a line of its log: the thread that logs it goes on when the process gets a line on its standard
 * input. Used by the processes of tests, through the log's configuration.
 */
public final class HoldingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** The environment variable that says at which line, by a part of it: the step, a space and the message. */
    static final String HOLD_AT = "TEST_HOLD_AT";

    /** What the process writes when it is held. */
    static final String HELD = "Held at ";

    private static final String LINE = Objects.requireNonNullElse(System.getenv(HOLD_AT), "");

    /** Not an instance's own: Spring Boot configures the log again. */
    private static final AtomicBoolean HOLDING = new AtomicBoolean(!LINE.isEmpty());

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getMDCPropertyMap().getOrDefault("step", "") + " " + event.getFormattedMessage();
        if (!line.contains(LINE) || !HOLDING.compareAndSet(true, false)) {
            return;
        }
        System.err.println(HELD + line);
        try {
            int unused = System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
