package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.Petty;
import io.petty.cli.workspace.Terminal;
import io.petty.output.StandardOutput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A completed command with its output and exit code. */
public record CommandRun(int code, String out, String err) {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T01:00:00Z"), ZoneOffset.UTC);

    static CommandRun of(String... arguments) {
        return at(CLOCK, arguments);
    }

    /** Runs a command with another clock. */
    static CommandRun at(Clock clock, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CommandRun run = into(out, clock, arguments);
        return new CommandRun(run.code(), out.toString(StandardCharsets.UTF_8), run.err());
    }

    /** Runs a command whose results go to a stream and are not kept. */
    static CommandRun into(OutputStream out, String... arguments) {
        return into(out, CLOCK, arguments);
    }

    private static CommandRun into(OutputStream out, Clock clock, String... arguments) {
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new StandardOutput(out), new PrintWriter(err, true), false, false, 100);
        return new CommandRun(Petty.run(terminal, clock, arguments), "", err.toString());
    }

    /** Fails unless the command ended with this code. The failure message contains all output. */
    public CommandRun endsWith(int expected) {
        assertThat(code).as("exit code; it wrote%n%s%n%s", err, out).isEqualTo(expected);
        return this;
    }
}
