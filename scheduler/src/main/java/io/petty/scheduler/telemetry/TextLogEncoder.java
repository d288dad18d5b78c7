package io.petty.scheduler.telemetry;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;

/** Encodes log lines as text. Parses the pattern at the first line, because most commands log nothing. */
final class TextLogEncoder extends EncoderBase<ILoggingEvent> {
    private final String pattern;
    private @Nullable PatternLayoutEncoder lines;

    TextLogEncoder(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return lines().encode(event);
    }

    private synchronized PatternLayoutEncoder lines() {
        if (lines == null) {
            lines = new PatternLayoutEncoder();
            lines.setPattern(pattern);
            lines.setContext(getContext());
            lines.start();
        }
        return lines;
    }

    @Override
    public byte @Nullable [] headerBytes() {
        return null;
    }

    @Override
    public byte @Nullable [] footerBytes() {
        return null;
    }
}
