package io.petty.scheduler.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextLogEncoderTest {
    @Test
    void writesALineInTheFormOfThePattern() {
        LoggerContext context = new LoggerContext();
        TextLogEncoder encoder = new TextLogEncoder("%d{yyyy-MM-dd, UTC} %-5level %logger{0}: %msg%n");
        encoder.setContext(context);
        encoder.start();
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("io.petty.lake.Lake"), Level.WARN, "{} is full", null, new Object[] {"disk"});
        event.setInstant(Instant.parse("2026-11-20T23:59:59Z"));

        assertThat(new String(encoder.encode(event), StandardCharsets.UTF_8))
                .isEqualTo("2026-11-20 WARN  Lake: disk is full" + System.lineSeparator());
    }
}
