package io.petty.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.output.StandardOutput;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final List<String> STREAMS = List.of("petty.terminal.out", "petty.terminal.err");

    @BeforeEach
    void setBothStreamsAsTerminals() {
        STREAMS.forEach(stream -> System.setProperty(stream, "true"));
    }

    @AfterEach
    void clearStreams() {
        STREAMS.forEach(System::clearProperty);
    }

    @Test
    void hasColorsAndBars() {
        assertThat(terminal(Map.of("TERM", "xterm-256color")))
                .extracting(Terminal::colors, Terminal::bars)
                .containsExactly(true, true);
    }

    @Test
    void hasNoColorsOrBarsIfItIsDumbOrUnknown() {
        for (Map<String, String> environment :
                List.of(Map.of("TERM", "dumb"), Map.of("TERM", ""), Map.<String, String>of())) {
            assertThat(terminal(environment))
                    .as(environment.toString())
                    .extracting(Terminal::colors, Terminal::bars)
                    .containsExactly(false, false);
        }
    }

    @Test
    void hasNoColorsIfTheVariableNoColorHasAValue() {
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1")).colors()).isFalse();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "1")).bars()).isTrue();
        assertThat(terminal(Map.of("TERM", "xterm", "NO_COLOR", "")).colors()).isTrue();
    }

    private static Terminal terminal(Map<String, String> environment) {
        return Terminal.of(
                new StandardOutput(OutputStream.nullOutputStream()), new PrintWriter(new StringWriter()), environment);
    }
}
