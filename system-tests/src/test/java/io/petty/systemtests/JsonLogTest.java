package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import io.petty.scheduler.Petty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs of whole runs as JSON, in processes of their own as users start them: all they say, and what they must not. */
class JsonLogTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String PLANTED_LONGITUDE = "12.345678";
    private static final String PLANTED_LINE = "planted-in-a-raw-line";
    private static final String PLANTED_PASSWORD = "planted-database-password";
    private static final String PLANTED_KEY = "planted-secret-access-key";

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final JsonMapper json = new JsonMapper();

    @ParameterizedTest
    @CsvSource({"INFO, 1, 0, completed", "DEBUG, 1, 0, completed", "DEBUG, 0.05, 4, failed"})
    void everyLineIsAnObjectAndNoneHoldsWhatALogMustNot(String level, String share, int code, String state)
            throws IOException, InterruptedException {
        deliver();
        List<JsonNode> log = run(
                code,
                Map.of(
                        "PETTY_LOG_LEVEL",
                        level,
                        "PETTY_MAX_REJECT_SHARE",
                        share,
                        "AWS_SECRET_ACCESS_KEY",
                        PLANTED_KEY));

        List<JsonNode> outcomes =
                log.stream().filter(line -> line.has("run_state")).toList();
        assertThat(outcomes).hasSize(1);
        JsonNode outcome = outcomes.get(0);
        assertThat(outcome.path("run_state").asString()).isEqualTo(state);
        assertThat(outcome.path("log").path("level").asString()).isEqualTo(code == 0 ? "INFO" : "ERROR");
        assertThat(outcome.path("run_id").asString()).isEqualTo("1");
        assertThat(outcome.path("run_readings").asInt()).isEqualTo(code == 0 ? 20 : 0);
        assertThat(outcome.path("run_rejects").asInt()).isEqualTo(code == 0 ? 4 : 0);
        if (level.equals("DEBUG")) {
            assertThat(log).as("a partition's line").anySatisfy(line -> {
                assertThat(line.path("step").asString()).startsWith("rawFiles:");
                assertThat(line.path("date").asString()).isEqualTo(DAY.toString());
                assertThat(line.path("run_id").asString()).isEqualTo("1");
            });
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedIsToldWithoutItsPassword() throws IOException, InterruptedException {
        deliver();
        List<JsonNode> log = run(
                Petty.WRONG_USE,
                Map.of(
                        "PETTY_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/petty?connectTimeout=1",
                        "PETTY_DATABASE_USER", "petty",
                        "PETTY_DATABASE_PASSWORD", PLANTED_PASSWORD));
        assertThat(log)
                .anySatisfy(line -> assertThat(line.path("message").asString()).contains("petty.database.url"));
    }

    /** Good lines with a location, and such as are refused, which hold words and a location too. */
    private void deliver() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int minute = 10; minute < 30; minute++) {
            lines.append(line(minute, "60.5", PLANTED_LONGITUDE));
        }
        lines.append(line(31, "600", PLANTED_LONGITUDE))
                .append(line(32, "\"" + PLANTED_LINE + "\"", PLANTED_LONGITUDE))
                .append(line(33, "60.5", "\"" + PLANTED_LINE + "\""))
                .append("{\"" + PLANTED_LINE + "\": [" + PLANTED_LONGITUDE + "\n");
        new RawFolder(folder.resolve("raw")).write(DAY, "a.ndjson", lines.toString());
    }

    private static String line(int minute, String heartRate, String longitude) {
        return ("{\"collar_id\":\"a\",\"timestamp\":\"%sT08:%d:00Z\",\"heart_rate\":%s,\"activity_level\":1,"
                        + "\"location\":{\"type\":\"Point\",\"coordinates\":[%s,50.1]},\"note\":\"%s\"}%n")
                .formatted(DAY, minute, heartRate, longitude, PLANTED_LINE);
    }

    private List<JsonNode> run(int code, Map<String, String> environment) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        // Not the one of the tests.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.petty.scheduler.Petty",
                        "run",
                        "--raw",
                        folder.resolve("raw").toString(),
                        "--home",
                        folder.resolve("home").toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        command.environment().put("PETTY_LOG_FORMAT", "json");
        command.environment().putAll(environment);
        int ended = LimitedProcess.start(command, LONGEST).waitFor();
        String log = Files.readString(err);
        assertThat(ended).as(log + Files.readString(out)).isEqualTo(code);
        assertThat(log).doesNotContain(PLANTED_LONGITUDE, PLANTED_LINE, PLANTED_PASSWORD, PLANTED_KEY);
        List<JsonNode> lines = new ArrayList<>();
        log.lines().forEach(line -> lines.add(json.readTree(line)));
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.has("@timestamp")).isTrue());
        return lines;
    }
}
