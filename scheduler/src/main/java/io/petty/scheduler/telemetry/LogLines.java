package io.petty.scheduler.telemetry;

import java.io.Writer;
import org.slf4j.Logger;

/** Logs each written line: a command's messages at WARN and its progress at INFO. */
final class LogLines extends Writer {
    private static final String SPEAKING = "petty: ";

    private final Logger log;
    private final StringBuilder line = new StringBuilder();

    LogLines(Logger log) {
        this.log = log;
    }

    @Override
    public void write(char[] text, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    endLine();
                } else if (text[i] != '\r') {
                    line.append(text[i]);
                }
            }
        }
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        if (text.startsWith(SPEAKING)) {
            log.warn("{}", text.substring(SPEAKING.length()));
        } else if (!text.isBlank()) {
            log.info("{}", text);
        }
    }

    @Override
    public void flush() {
        // Each line is written when it ends.
    }

    @Override
    public void close() {
        synchronized (lock) {
            endLine();
        }
    }
}
