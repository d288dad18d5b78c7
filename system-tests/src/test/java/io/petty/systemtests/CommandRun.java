package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import io.petty.scheduler.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A command that was run, with what it wrote and how it ended. */
record CommandRun(int code, String out, String err) {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T01:00:00Z"), ZoneOffset.UTC);

    static CommandRun of(String... arguments) {
        return at(CLOCK, arguments);
    }

    /** Runs a command that takes another clock's word for the time. */
    static CommandRun at(Clock clock, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Petty.run(new Terminal(stream, new PrintWriter(err, true), false, false, 100), clock, arguments);
        stream.flush();
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    /** Fails, showing all that was written, unless the command ended with this code. */
    CommandRun endsWith(int expected) {
        assertThat(code).as("exit code; it wrote%n%s%n%s", err, out).isEqualTo(expected);
        return this;
    }
}
