package io.petty.systemtests;

import io.petty.cli.Petty;
import io.petty.cli.workspace.Terminal;
import io.petty.output.StandardOutput;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The petty command with a clock that starts at a time set by the test and runs on from there. */
public final class ClockedPetty {
    /** The environment variable with the start time of the clock. */
    static final String STARTS_AT = "TEST_CLOCK_STARTS_AT";

    private ClockedPetty() {}

    public static void main(String[] arguments) {
        Terminal terminal = new Terminal(
                StandardOutput.ofProcess(),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        System.exit(Petty.run(terminal, startingAt(Instant.parse(System.getenv(STARTS_AT))), arguments));
    }

    static Clock startingAt(Instant start) {
        return Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), start));
    }
}
