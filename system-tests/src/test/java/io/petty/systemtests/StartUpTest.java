package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests which classes small commands load. The number of classes determines how fast a command starts, and unlike the
 * time it is the same on every machine.
 */
class StartUpTest {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Pattern LOADED = Pattern.compile("\\[[^]]*\\]\\[[^]]*\\]\\[[^]]*\\] (\\S+) source: .*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "run --help", "no-such-command", "run --no-such-option"})
    void helpVersionAndWrongUseLoadNoFrameworks(String arguments) throws Exception {
        assertThat(loaded(arguments.split(" ")))
                .isNotEmpty()
                .noneMatch(name -> Stream.of(
                                "org.springframework.boot.",
                                "org.springframework.core.env.",
                                "ch.qos.logback.",
                                "javax.xml.",
                                "org.h2.",
                                "org.apache.iceberg.")
                        .anyMatch(name::startsWith));
    }

    @Test
    void commandsThatReadLoadFewClassesAndOnlyTimelineLoadsTables() throws Exception {
        Path raw = Path.of("..", "sample-data", "raw").toAbsolutePath();
        loaded("run", "--home", "home", "--raw", raw.toString());

        assertThat(loaded("status", "--home", "home"))
                .contains("io.petty.lake.database.LakeDatabase")
                .noneMatch(name -> Stream.of(
                                "org.apache.iceberg.catalog.",
                                "org.apache.avro.",
                                "org.springframework.batch.",
                                "org.springframework.boot.context.",
                                "org.springframework.core.env.",
                                "org.postgresql.",
                                "ch.qos.logback.classic.PatternLayout",
                                "javax.xml.")
                        .anyMatch(name::startsWith))
                .hasSizeLessThan(2_500);
        assertThat(loaded("timeline", "LUNA-01", "--date", "2026-11-17", "--home", "home"))
                .contains("org.apache.iceberg.TableMetadataParser")
                .noneMatch(name -> Stream.of(
                                "org.springframework.batch.",
                                "org.springframework.boot.context.",
                                "org.postgresql.",
                                "org.xerial.snappy.",
                                "ch.qos.logback.classic.PatternLayout",
                                "javax.xml.")
                        .anyMatch(name::startsWith))
                .hasSizeLessThan(4_400);
    }

    /** Runs a command and returns its loaded classes, except the JDK's and generated ones. */
    private List<String> loaded(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-jar",
                PackagedCommand.jar().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("PETTY_"));
        LimitedProcess.start(process, LONGEST).waitFor();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(LOADED::matcher)
                    .filter(Matcher::matches)
                    .map(line -> line.group(1))
                    .filter(name -> !name.matches("(java|jdk|sun|com\\.sun)\\..*|.*\\$\\$.*|.*/0x.*"))
                    .toList();
        }
    }
}
