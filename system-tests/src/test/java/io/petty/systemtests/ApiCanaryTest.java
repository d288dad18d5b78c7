package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests the canary of the AWS stacks against the packaged API. It runs in the Node.js of Playwright's driver, with a
 * client of Secrets Manager that returns the API key. Its test in {@code cdk-java} covers TLS and wrong answers.
 */
class ApiCanaryTest {
    private static final String CLIENT = """
            exports.GetSecretValueCommand = class {};
            exports.SecretsManagerClient = class { async send() { return { SecretString: process.env.KEY }; } };
            """;

    @TempDir
    private Path folder;

    private PettyHome home;

    @BeforeEach
    void publishTwoDaysOfTwoCollars() throws IOException {
        Path raw = folder.resolve("raw");
        CommandRun.of(("generate --out %s --date 2026-11-20 --days 2 --collars 2 --still-cadence PT3M"
                                + " --active-cadence PT1M --files-per-day 1")
                        .formatted(raw)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw);
        Path client = Files.createDirectories(folder.resolve("node_modules/@aws-sdk/client-secrets-manager"));
        Files.writeString(client.resolve("index.js"), CLIENT);
        Files.copy(
                Path.of("..", "cdk-java/src/main/resources/io/petty/cdk/program/canary.js"),
                folder.resolve("index.js"));
        Files.writeString(folder.resolve("call.js"), "require('./index').handler({});");
    }

    private JsonNode call(ServiceProcess service, String collar, String key) throws Exception {
        ProcessBuilder node =
                new ProcessBuilder(node().toString(), folder.resolve("call.js").toString()).redirectErrorStream(true);
        node.environment()
                .putAll(Map.of(
                        "URL",
                        service.url().toString(),
                        "COLLAR",
                        collar,
                        "KEY",
                        key,
                        "SECRET",
                        "petty/canary",
                        "NAMESPACE",
                        "Petty/test",
                        "METRIC",
                        "CanaryFailures"));
        Process process = node.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", printed).isZero();
        return new JsonMapper().readTree(printed);
    }

    /** Unpacks the Node.js of Playwright's driver. */
    private Path node() throws IOException {
        Path node = folder.resolve("node");
        if (!Files.exists(node)) {
            String system =
                    System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
            String platform = System.getProperty("os.arch").equals("aarch64") ? system + "-arm64" : system;
            try (InputStream in = ApiCanaryTest.class.getResourceAsStream("/driver/" + platform + "/node")) {
                assertThat(in).as("Node.js for %s", platform).isNotNull();
                Files.copy(in, node);
            }
            assertThat(node.toFile().setExecutable(true)).isTrue();
        }
        return node;
    }

    @Test
    void readsTheNewestDayWithAKeyForItsCollarAlone() throws Exception {
        String[] created = home.command(
                        "keys",
                        "create",
                        "--name",
                        "canary",
                        "--permissions",
                        "timelines:read",
                        "--collars",
                        "collar-00000001")
                .split("\\s+");
        String key = created[Arrays.asList(created).indexOf("key") + 1];
        try (ServiceProcess service = ServiceProcess.start(home, Map.of())) {
            JsonNode line = call(service, "collar-00000001", key);

            assertThat(line.path("CanaryFailures").asInt(-1)).as("%s", line).isZero();
            assertThat(line.path("day").asString()).isEqualTo("2026-11-21");
            assertThat(call(service, "collar-00000002", key).path("error").asString())
                    .as("another collar")
                    .isEqualTo("Error: The API answered 404");
            assertThat(call(service, "collar-00000001", "none").path("error").asString())
                    .isEqualTo("Error: The API answered 401");
        }
    }
}
