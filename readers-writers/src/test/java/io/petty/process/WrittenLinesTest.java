package io.petty.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WrittenLinesTest {
    private static final int KILLED = 137;

    @Test
    void eachSearchStartsAfterThePreviousMatch() throws Exception {
        WrittenLines lines = WrittenLines.of(new ProcessBuilder("sh", "-c", "echo a; echo b; echo a; echo c").start());
        assertThat(lines.reaches(line -> line.equals("a"))).isTrue();
        assertThat(lines.reaches(line -> line.equals("a"))).isTrue();
        assertThat(lines.reaches(line -> line.equals("b"))).isFalse();
        assertThat(lines.text()).isEqualTo("a\nb\na\nc");
    }

    @Test
    void aHangingProcessFailsTheTestWithAllLinesAndAThreadDump() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$@\"; true",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Waiting.class.getName())
                .redirectErrorStream(true)
                .start();
        WrittenLines lines = WrittenLines.of(process);
        assertThat(lines.reaches(line -> line.equals("waiting"))).isTrue();

        assertThatThrownBy(() -> lines.reaches(line -> false, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("waiting")
                .hasMessageContaining("Full thread dump")
                .hasMessageContaining("Waiting.main");
        assertThat(process.waitFor()).isEqualTo(KILLED);
    }

    /** A program that waits forever. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("waiting");
            new CountDownLatch(1).await();
        }
    }
}
