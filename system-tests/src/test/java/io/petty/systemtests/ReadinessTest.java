package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.AccessHome;
import io.petty.cli.workspace.ExitCode;
import io.petty.lake.database.DatabaseSettings;
import io.petty.process.LimitedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the readiness check as a command on a home. */
class ReadinessTest {
    private static final Path API_JAR =
            Path.of("..", "api-readonly", "target", "petty-api.jar").toAbsolutePath();

    private static final Duration LONGEST = Duration.ofHours(1);

    /** Yesterday. If the newest day were older, the check would fail. */
    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1);

    /** The checks that don't apply here: there is no daemon, no CloudWatch and no collector. */
    private static final List<String> ABSENT = List.of("metrics.daemon", "metrics.cloudwatch", "traces.collector");

    @TempDir
    private Path folder;

    private PettyHome home() {
        return new PettyHome(folder.resolve("home"));
    }

    @Test
    void checksAnInstallationAndLeavesNothingBehind() throws Exception {
        PettyHome home = home();
        Path raw = folder.resolve("raw");
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        day.toString(),
                        "--collars",
                        "2",
                        "--late-share",
                        "0",
                        "--still-cadence",
                        "PT5M",
                        "--active-cadence",
                        "PT1M")
                .endsWith(ExitCode.DONE);
        home.command("run", "--raw", raw);
        // Creates a signing key in advance, because that is slow.
        new AccessHome(home.folder(), DatabaseSettings.EMBEDDED, Clock.systemUTC()).close();

        // Runs the command in a separate process. The processes that it starts must not inherit the tests' log
        // settings.
        List<String> program = PackagedCommand.command();
        program.add(1, "-Dpetty.api-jar=" + API_JAR);
        program.addAll(
                List.of("readiness", "--limit", "1h", "--home", home.folder().toString()));
        program.addAll(List.of("--json", folder.resolve("report.json").toString()));
        program.addAll(List.of("--html", folder.resolve("report.html").toString()));
        Process readiness = LimitedProcess.start(
                new ProcessBuilder(program)
                        .redirectError(folder.resolve("progress").toFile()),
                LONGEST);
        String out = new String(readiness.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(readiness.waitFor())
                .as("%s%n%s", Files.readString(folder.resolve("progress")), out)
                .isEqualTo(ExitCode.DONE);
        assertThat(out).contains("Ready: ", "  pass  A token reads the timeline of its collar");
        assertThat(Files.readAllLines(folder.resolve("progress")))
                .as("one line per check")
                .anyMatch(line -> line.startsWith("pass  tokens.forged"));
        JsonNode report = new JsonMapper().readTree(Files.readString(folder.resolve("report.json")));
        for (JsonNode finding : report.path("findings").values()) {
            String id = finding.path("id").asString();
            boolean nothingThere = ABSENT.contains(id)
                    // These checks are skipped without Node. ClientChecksTest runs them with Playwright's Node.
                    || (id.startsWith("client.")
                            && finding.path("evidence").asString().contains("no node on the PATH"));
            assertThat(finding.path("outcome").asString())
                    .as("%s: %s", id, finding.path("evidence"))
                    .isEqualTo(nothingThere ? "not applicable" : "pass");
        }
        assertThat(Files.readString(folder.resolve("report.html"))).contains("Ready", "tokens.forged");
        assertThat(home.command("tokens", "list")).contains("revoked").doesNotContain("active");
        assertThat(home.command("keys", "list")).contains("readiness check").doesNotContain("active");
        assertThat(ProcessHandle.current().descendants().flatMap(process -> process.info().commandLine().stream()))
                .as("remaining processes")
                .noneMatch(command -> command.contains(home.folder().toString()));
    }

    @Test
    void exitsWith1WhenACheckFails() {
        CommandRun checked =
                CommandRun.of("readiness", "--target", "http://127.0.0.1:1").endsWith(ExitCode.FAILED);

        assertThat(checked.out())
                .contains("FAIL  The API answers", "the API doesn't answer (see service.answers)", "Not ready: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--target ftp://petty.example | --target must be an http or https address",
                "--target https://user:secret@petty.example | without user",
                "--token-file token | need --target",
                "--target http://127.0.0.1:1 --token-file /nowhere/token | --token-file: /nowhere/token can't be read",
                "--limit 0s | --limit must be above 0",
                "--limit soon | --limit",
                "--json /nowhere/report.json | --json: there is no folder /nowhere"
            })
    void exitsWith2ForWrongUse(String options, String message) {
        CommandRun run = home().attempt("readiness", (Object[]) options.split(" ", -1));

        assertThat(run.endsWith(ExitCode.WRONG_USE).err()).contains(message).doesNotContain("secret@");
    }

    @Test
    void reportsItsUsageWhereTheServiceIsUnknown() {
        home().open().close();
        assertThat(home().attempt("readiness", "--raw", folder)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("./petty readiness", "--target");
    }
}
