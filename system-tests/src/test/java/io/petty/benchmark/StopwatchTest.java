package io.petty.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class StopwatchTest {
    /** Half a second of work in a child process, with a few MB of memory. */
    private static final String WORK =
            "bash -c 'x=$(head -c 4000000 /dev/zero | tr \"\\0\" a); for i in {1..400000}; do :; done'; true";

    @TempDir
    Path folder;

    @Test
    void includesChildProcesses() throws Exception {
        Measurement measured = new Stopwatch(folder).measure(List.of("bash", "-c", WORK));

        assertThat(measured.cpuSeconds()).isPositive();
        assertThat(measured.wallSeconds()).isPositive();
        assertThat(measured.peakBytes()).isGreaterThan(4_000_000);
    }

    @Test
    void keepsOnlyStandardOutput() throws Exception {
        Path output = folder.resolve("output");

        new Stopwatch(folder).measure(List.of("bash", "-c", "echo result; echo message >&2"), output);

        assertThat(output).hasContent("result\n");
    }

    @Test
    void reportsTheEndOfAFailedProgramsOutput() {
        Stopwatch stopwatch = new Stopwatch(folder);

        assertThatThrownBy(() -> stopwatch.measure(
                        List.of("bash", "-c", "seq 1 30; echo wrong >&2; exit 3"), folder.resolve("output")))
                .isInstanceOf(FailedProgramException.class)
                .hasMessageContaining("ended with code 3")
                .hasMessageContaining("\n  11\n")
                .hasMessageNotContaining("\n  10\n")
                .hasMessageEndingWith("  30\n  wrong\n");
    }
}
