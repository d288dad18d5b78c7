package io.petty.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitedProcessTest {
    private static final int KILLED = 137;

    @Test
    void killsAProcessThatTakesTooLong() throws Exception {
        assertThat(LimitedProcess.run(new ProcessBuilder("sh", "-c", "sleep 3600; true"), Duration.ofMillis(200))
                        .code())
                .isEqualTo(KILLED);
    }

    @Test
    void returnsTheCodeAndOutputOfAProcessThatEndsInTime() throws Exception {
        assertThat(LimitedProcess.run(
                        new ProcessBuilder("sh", "-c", "echo out; echo err >&2; exit 3"), Duration.ofMinutes(10)))
                .isEqualTo(new LimitedProcess.Ended(3, "out\nerr\n"));
    }
}
