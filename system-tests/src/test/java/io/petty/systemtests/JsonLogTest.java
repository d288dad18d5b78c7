package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.Petty;
import io.petty.cli.workspace.Terminal;
import io.petty.output.StandardOutput;
import io.petty.process.LimitedProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the JSON logs of whole runs in a separate process: what they must and must not contain. */
class JsonLogTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String PLANTED_LONGITUDE = "12.345678";
    private static final String PLANTED_LINE = "planted-in-a-raw-line";
    private static final String PLANTED_PASSWORD = "planted-database-password";
    private static final String PLANTED_KEY = "planted-secret-access-key";

    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final String END = "end of a command";

    @TempDir
    private static Path folder;

    /** The log of each command, in the order of {@link #COMMANDS}. */
    private static List<List<JsonNode>> logs = List.of();

    private static final List<String> COMMANDS = List.of(
            "petty.log.level=DEBUG petty.max-reject-share=1 run --home home-0",
            "petty.log.level=INFO petty.max-reject-share=1 run --home home-1",
            "petty.log.level=DEBUG petty.max-reject-share=0.05 run --home home-2",
            "petty.database.url=jdbc:postgresql://127.0.0.1:1/petty?connectTimeout=1 petty.database.user=petty"
                    + " petty.database.password=" + PLANTED_PASSWORD + " run --home home-3",
            "petty.log.level=INFO keys create --home home-1 --name vet --permissions status:read");

    /**
     * Runs commands one after the other in one process, because a process for each would be slow. Each command is
     * preceded by its system properties.
     */
    static final class Commands {
        public static void main(String[] commands) {
            for (String command : commands) {
                Properties before = (Properties) System.getProperties().clone();
                List<String> words = new ArrayList<>(List.of(command.split(" ")));
                while (words.get(0).contains("=")) {
                    String[] property = words.remove(0).split("=", 2);
                    System.setProperty(property[0], property[1]);
                }
                PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
                Terminal terminal = new Terminal(new StandardOutput(System.out), err, false, false, 100);
                System.out.println(Petty.run(terminal, Clock.systemUTC(), words.toArray(String[]::new)));
                System.err.println(END);
                System.setProperties(before);
            }
        }
    }

    @BeforeAll
    static void runCommands() throws IOException, InterruptedException {
        deliver();
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Commands.class.getName()));
        words.addAll(COMMANDS);
        ProcessBuilder command = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        command.environment()
                .putAll(Map.of("PETTY_LOG_FORMAT", "json", "PETTY_RAW", "raw", "AWS_SECRET_ACCESS_KEY", PLANTED_KEY));
        int ended = LimitedProcess.start(command, LONGEST).waitFor();
        String written = Files.readString(err);
        assertThat(ended).as(written).isZero();
        assertThat(Files.readAllLines(out).stream().filter(line -> line.matches("\\d+")))
                .as(written)
                .containsExactly("0", "0", "4", "2", "0");
        assertThat(written).doesNotContain(PLANTED_LONGITUDE, PLANTED_LINE, PLANTED_PASSWORD, PLANTED_KEY);
        JsonMapper json = new JsonMapper();
        logs = Arrays.stream(written.split(END + "\\R"))
                .map(log -> log.lines().map(json::readTree).toList())
                .toList();
        assertThat(logs)
                .hasSameSizeAs(COMMANDS)
                .allSatisfy(log -> assertThat(log)
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line.has("@timestamp")).isTrue()));
    }

    @ParameterizedTest
    @CsvSource({"0, DEBUG, 0, completed", "1, INFO, 0, completed", "2, DEBUG, 4, failed"})
    void everyLineIsAnObjectAndOneReportsTheOutcome(int command, String level, int code, String state) {
        List<JsonNode> log = logs.get(command);
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
        } else {
            assertThat(log)
                    .noneMatch(line -> line.path("log").path("level").asString().equals("DEBUG"));
        }
    }

    @Test
    void anUnreachableDatabaseIsReportedWithoutItsPassword() {
        assertThat(logs.get(3))
                .anySatisfy(line -> assertThat(line.path("message").asString()).contains("petty.database.url"));
    }

    @Test
    void theAuditLineOfACreatedKeyDoesNotContainTheKey() {
        assertThat(logs.get(4))
                .filteredOn(line -> line.path("log").path("logger").asString("").equals("petty.audit"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("event").asString()).isEqualTo("key-created");
                    assertThat(line.path("key").asString()).matches("[0-9a-f]{32}");
                    assertThat(line.toString()).doesNotContain("petty_", "vet");
                });
    }

    /** Delivers valid lines with a location, and rejected lines that also contain words and a location. */
    private static void deliver() throws IOException {
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
}
