package io.petty.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitedProcessTest {
    private static final int KILLED = 137;

    @Test
    void tellsWhatAJavaDoesThatIsEnded() throws Exception {
        Process process = LimitedProcess.start(
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "\"$@\"; true",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Waiting.class.getName())
                        .redirectErrorStream(true),
                Duration.ofMinutes(4));
        try (BufferedReader written = process.inputReader()) {
            assertThat(written.readLine()).isEqualTo("waiting");

            LimitedProcess.end(process);

            assertThat(written.lines())
                    .anyMatch(line -> line.startsWith("Full thread dump"))
                    .anyMatch(line -> line.contains("Waiting.main"));
        }
        assertThat(process.waitFor()).isEqualTo(KILLED);
    }

    @Test
    void endsAProcessThatTakesTooLong() throws Exception {
        assertThat(LimitedProcess.run(new ProcessBuilder("sh", "-c", "read line"), Duration.ofMillis(200))
                        .code())
                .isEqualTo(KILLED);
    }

    @Test
    void leavesAProcessAloneThatEndsInTime() throws Exception {
        assertThat(LimitedProcess.run(
                        new ProcessBuilder("sh", "-c", "echo out; echo err >&2; exit 3"), Duration.ofMinutes(4)))
                .isEqualTo(new LimitedProcess.Ended(3, "out\nerr\n"));
    }

    /** A program that waits for ever. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("waiting");
            new CountDownLatch(1).await();
        }
    }
}
