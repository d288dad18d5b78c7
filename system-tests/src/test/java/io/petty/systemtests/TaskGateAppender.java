package io.petty.systemtests;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Waits until a {@link TaskGate} lets a task continue, at the log lines that mark a task's beginning and end. The
 * executor sends the result of a finished task to the driver only afterwards. Executors in tests use it through their
 * log configuration.
 */
public final class TaskGateAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** The system property with the gate's port. */
    static final String GATE = "petty.test.gate";

    private static final int PORT = Integer.getInteger(GATE, 0);

    @Override
    protected void append(ILoggingEvent event) {
        String line = event.getFormattedMessage();
        if (PORT == 0 || !(line.startsWith("Running task ") || line.startsWith("Finished task "))) {
            return;
        }
        try (Socket gate = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
            gate.getOutputStream()
                    .write("%d %s\n"
                            .formatted(ProcessHandle.current().pid(), line)
                            .getBytes(StandardCharsets.UTF_8));
            int unused = gate.getInputStream().read();
        } catch (IOException e) {
            addError("The gate is closed", e);
        }
    }
}
