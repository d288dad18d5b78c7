package io.petty.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the image's script that starts a task's program and passes it the task's address. */
class InTaskTest {
    @TempDir
    private Path programs;

    private List<String> start(String master, List<String> arguments) throws Exception {
        program("hostname", "echo 10.20.0.7 fe80::7");
        program("petty", "printf '%s\\n' \"${PETTY_SPARK_MASTER:-}\" \"$@\"");
        List<String> command = new ArrayList<>(
                List.of(Path.of("..", "docker", "in-task").toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder script = new ProcessBuilder(command).redirectErrorStream(true);
        script.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        script.environment().put("PETTY_SPARK_MASTER", master);
        Process process = script.start();
        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", printed).isZero();
        return printed;
    }

    private void program(String name, String does) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aMasterListensAtTheTasksAddress() throws Exception {
        assertThat(start("", SparkProcesses.master()))
                .containsExactly("", "spark", "master", "--host", "10.20.0.7", "--port", "7077");
    }

    @Test
    void aWorkerJoinsTheGivenMaster() throws Exception {
        assertThat(start("spark://10.20.0.9:7077", List.of("spark", "worker", "--host", SparkProcesses.ADDRESS)))
                .containsExactly("spark://10.20.0.9:7077", "spark", "worker", "--host", "10.20.0.7");
    }

    @Test
    void aRunUsesTheMasterInItsTask() throws Exception {
        assertThat(start(SparkProcesses.MASTER_BESIDE, List.of("run", "--date", "2026-11-20")))
                .containsExactly("spark://10.20.0.7:7077", "run", "--date", "2026-11-20");
    }
}
