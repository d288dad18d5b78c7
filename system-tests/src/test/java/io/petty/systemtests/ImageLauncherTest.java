package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the start scripts of an image. Their Java is a script that only prints Spark's environment variables and its
 * own arguments.
 */
class ImageLauncherTest {
    private static final Path DOCKER = Path.of("..", "docker").toAbsolutePath().normalize();
    private static final String JAVA =
            "printf '%s\\n' \"SPARK_HOME=${SPARK_HOME:-}\" \"SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-}\""
                    + " \"SPARK_SCALA_VERSION=${SPARK_SCALA_VERSION:-}\" \"$@\"";

    @TempDir
    private Path folder;

    private Path image;
    private Path programs;
    private Path home;

    @BeforeEach
    void createImage() throws IOException {
        image = Files.createDirectory(folder.resolve("image"));
        programs = Files.createDirectory(folder.resolve("programs"));
        home = Files.createDirectory(folder.resolve("home"));
        Files.createFile(image.resolve("petty.jar"));
        Files.createFile(image.resolve("options"));
        Files.createFile(image.resolve("classes.jsa"));
        Files.createFile(Files.createDirectories(image.resolve("spark/jars")).resolve("petty-spark.jar"));
        program("java", JAVA);
        program("hostname", "echo 10.20.0.7 fe80::7");
        program("petty", "exec bash '%s' \"$@\"".formatted(DOCKER.resolve("petty")));
    }

    @Test
    void startsACommandWithoutSparkFromItsJarAndClassArchive() throws Exception {
        assertThat(start(Map.of(), "run", "--raw", "/raw"))
                .startsWith("SPARK_HOME=", "SPARK_LOCAL_IP=", "SPARK_SCALA_VERSION=", "@" + image.resolve("options"))
                .contains("-XX:SharedArchiveFile=" + image.resolve("classes.jsa"))
                .endsWith("-jar", image.resolve("petty.jar").toString(), "run", "--raw", "/raw");
    }

    @Test
    void addsSparkToTheClassPathOfCommandsThatUseIt() throws Exception {
        for (List<String> started : List.of(
                start(Map.of(), "run", "--spark-master", "local[2]"),
                start(Map.of(), "run", "--spark-master=local[2]"),
                start(Map.of("PETTY_SPARK_MASTER", "local[2]"), "run"),
                start(Map.of("PETTY_JAVA_OPTIONS", "-Dpetty.spark.master=local[2]"), "run"),
                start(Map.of(), "spark", "master"))) {
            assertUsesSpark(started);
        }
    }

    @Test
    void detectsSparkInSettingsFiles() throws Exception {
        Path properties = home.resolve("petty.properties");
        Files.writeString(properties, "petty.spark.executor-memory = 2g\n");
        assertThat(start(Map.of(), "run")).contains("-jar");
        Files.writeString(properties, "petty.spark.master = local[2]\n");
        assertUsesSpark(start(Map.of(), "run"));
        Files.delete(properties);

        Path yaml = Files.createDirectory(home.resolve("config")).resolve("petty.yml");
        Files.writeString(yaml, "petty:\n  spark:\n    master: local[2]\n");
        assertUsesSpark(start(Map.of(), "run"));
    }

    @Test
    void addsTheClientJarsOfOtherClusterManagers() throws Exception {
        assertThat(start(Map.of("PETTY_SPARK_JARS", "/opt/spark/jars", "PETTY_SPARK_MASTER", "k8s://https://h"), "run"))
                .contains(classPath() + ":/opt/spark/jars/*");
    }

    @Test
    void startsAWorkerButNotARunWithASmallHeap() throws Exception {
        assertThat(start(Map.of(), "spark", "worker")).contains("-Xmx256m");
        assertThat(start(Map.of("PETTY_SPARK_MASTER", "local[2]"), "run")).doesNotContain("-Xmx256m");
    }

    @Test
    void startsTheApiWithoutSparkWhateverTheSettings() throws Exception {
        Files.delete(image.resolve("spark/jars/petty-spark.jar"));
        Files.delete(image.resolve("spark/jars"));
        Files.delete(image.resolve("spark"));
        assertThat(start(Map.of("PETTY_SPARK_MASTER", "spark://10.20.0.9:7077")))
                .endsWith("-jar", image.resolve("petty.jar").toString());
    }

    @Test
    void startsAWorkerInATaskAtTheTasksAddress() throws Exception {
        List<String> started = launch(
                DOCKER.resolve("in-task"),
                Map.of("PETTY_SPARK_MASTER", "spark://10.20.0.9:7077"),
                "spark",
                "worker",
                "--host",
                "@ADDRESS@");
        assertUsesSpark(started);
        assertThat(started).endsWith("spark", "worker", "--host", "10.20.0.7");
    }

    private void assertUsesSpark(List<String> started) {
        assertThat(started)
                .startsWith(
                        "SPARK_HOME=" + image.resolve("spark"),
                        "SPARK_LOCAL_IP=127.0.0.1",
                        "SPARK_SCALA_VERSION=2.13",
                        "@" + image.resolve("options"))
                .containsSequence("-cp", classPath(), "io.petty.cli.Petty")
                .noneMatch(argument -> argument.startsWith("-XX:SharedArchiveFile="));
    }

    private String classPath() {
        return image.resolve("petty.jar") + ":" + image.resolve("spark/jars") + "/*";
    }

    private List<String> start(Map<String, String> environment, String... arguments) throws Exception {
        return launch(programs.resolve("petty"), environment, arguments);
    }

    private List<String> launch(Path script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        builder.environment().put("PETTY_FOLDER", image.toString());
        builder.environment().putAll(environment);
        LimitedProcess.Ended ended = LimitedProcess.run(builder, WrittenLines.PATIENCE);
        assertThat(ended.code()).as(ended.written()).isZero();
        return ended.written().lines().toList();
    }

    private void program(String name, String does) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + does + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
