package io.petty.cdk.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cdk.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the script of the image that starts the program of a task and passes it the address of the task. */
class InTaskTest {
    @TempDir
    private Path programs;

    private List<String> start(String master, List<String> arguments) throws Exception {
        Script script = new Script(Path.of("..", "docker", "in-task"), programs);
        script.program("hostname", "echo 10.20.0.7 fe80::7");
        script.program("petty", "printf '%s\\n' \"${PETTY_SPARK_MASTER:-}\" \"$@\"");
        return script.run(0, Map.of("PETTY_SPARK_MASTER", master), arguments)
                .lines()
                .toList();
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
