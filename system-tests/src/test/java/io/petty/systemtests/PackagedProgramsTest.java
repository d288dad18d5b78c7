package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs as they are packaged, with the libraries that lie beside them: all other tests have more on their class path. */
class PackagedProgramsTest {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path home;

    @Test
    void theCommandFindsItsLibraries() throws Exception {
        assertThat(linesOf("../scheduler/target/petty.jar", "status", "--raw", home.toString()))
                .anyMatch(line -> line.startsWith("No day was delivered or published yet"));
    }

    @Test
    void theServiceFindsItsLibraries() throws Exception {
        assertThat(linesOf("../api-readonly/target/petty-api.jar", "--port", "0", "--management-port", "0"))
                .anyMatch(line -> line.startsWith("Petty serves home"));
    }

    /** What it writes until it ends, or serves. */
    private List<String> linesOf(String jar, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar", jar));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        Process process = LimitedProcess.start(new ProcessBuilder(command).redirectErrorStream(true), LONGEST);
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith("Petty serves")) {
                    break;
                }
            }
        } finally {
            process.toHandle().destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        return lines;
    }
}
