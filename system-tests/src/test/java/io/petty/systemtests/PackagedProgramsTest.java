package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is packaged. Other tests of processes name its main class, or start the service's jar. */
class PackagedProgramsTest {
    @TempDir
    private Path home;

    @Test
    void theCommandFindsItsMainClassAndLibraries() throws Exception {
        LimitedProcess.Ended status = LimitedProcess.run(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        Path.of("..", "scheduler", "target", "petty.jar").toString(),
                        "status",
                        "--raw",
                        home.toString(),
                        "--home",
                        home.toString()),
                Duration.ofMinutes(10));

        assertThat(status.written()).contains("No day was delivered or published yet");
    }
}
