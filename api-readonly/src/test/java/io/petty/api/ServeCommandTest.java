package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.output.StandardOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failed starts of the program: a message names each invalid setting, and the exit code is 2. */
class ServeCommandTest {
    private static final int WRONG_USE = 2;

    /** The system property with an additional location for settings files. */
    private static final String MORE_SETTINGS = "spring.config.additional-location";

    /** Shared, since a new home would need a new database. */
    @TempDir
    private static Path home;

    @TempDir
    private Path settings;

    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "petty.api.colour|red|petty.api.colour",
                "petty.api.rate-limits.colour|red|petty.api.rate-limits.colour",
                "petty.api.port|70000|petty.api.port",
                "petty.api.port|http|petty.api.port",
                "petty.api.management-port|-1|petty.api.management-port",
                "petty.api.url|ftp://example.org|petty.api.url",
                "petty.api.url|example|petty.api.url",
                "petty.api.refresh|1ms|petty.api.refresh",
                "petty.api.refresh|soon|petty.api.refresh",
                "petty.api.lookup-memory|1|petty.api.lookup-memory",
                "petty.api.copy-space|1|petty.api.copy-space",
                "petty.api.request-limit|10ms|petty.api.request-limit",
                "petty.api.threads|0|petty.api.threads",
                "petty.api.audit|some|petty.api.audit",
                "petty.api.allowed-origins|*|petty.api.allowed-origins",
                "petty.api.allowed-origins|https://a.example/page|petty.api.allowed-origins",
                "petty.api.trusted-proxies|(|petty.api.trusted-proxies",
                "petty.api.address|nowhere.invalid|petty.api.address",
                "petty.api.address|192.0.2.1|petty.api.address",
                "petty.api.rate-limits.principal-per-second|0|petty.api.rate-limits.principal-per-second",
                "petty.api.rate-limits.principal-burst|1|petty.api.rate-limits.principal-burst",
                "petty.api.rate-limits.address-per-second|-5|petty.api.rate-limits.address-per-second",
                "petty.api.rate-limits.sign-in-per-minute|0|petty.api.rate-limits.sign-in-per-minute",
                "petty.api.connections.per-client|0|petty.api.connections.per-client",
                "petty.api.connections.receive-limit|1ms|petty.api.connections.receive-limit",
                "petty.api.connections.send-limit|0s|petty.api.connections.send-limit",
                "petty.access.access-token-life|1s|petty.access.access-token-life",
                "petty.access.most-collars|0|petty.access.most-collars",
                "petty.secrets.store|paper|petty.secrets.store",
                "petty.log.format|xml|petty.log.format",
                "petty.buckets|0|petty.buckets"
            })
    void namesAnInvalidSetting(String property, String value, String named) throws IOException {
        Files.writeString(settings.resolve("petty.properties"), property + "=" + value + "\n");
        System.setProperty(MORE_SETTINGS, settings.toUri().toString());
        try {
            assertThat(serve("--home", home.toString()))
                    .as(errors.toString(StandardCharsets.UTF_8))
                    .isEqualTo(WRONG_USE);
        } finally {
            System.clearProperty(MORE_SETTINGS);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("petty: ")
                .contains(named);
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(serve("--home", home.toString(), "--port", port, "--management-port", "0"))
                    .isEqualTo(WRONG_USE);
            assertThat(serve("--home", home.toString(), "--port", "0", "--management-port", port))
                    .isEqualTo(WRONG_USE);
            assertThat(errors.toString(StandardCharsets.UTF_8))
                    .contains("petty.api.port: port %s is taken".formatted(port))
                    .contains("petty.api.management-port: port %s is taken".formatted(port));
        }
    }

    /** One file can contain the settings of all programs. */
    @Test
    void ignoresSettingsOfRunsAndTheirCluster() throws IOException {
        Files.write(
                settings.resolve("petty.properties"),
                List.of(
                        "petty.raw=/raw",
                        "petty.threads=2",
                        "petty.spark.master=spark://10.0.0.1:7077",
                        "petty.spark.secret=known-to-the-whole-cluster",
                        "petty.spark.executor-memory=2g",
                        "petty.spark.executor-wait=5m"));
        System.setProperty(MORE_SETTINGS, settings.toUri().toString());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            assertThat(serve("--home", home.toString(), "--port", port, "--management-port", "0"))
                    .isEqualTo(WRONG_USE);
            assertThat(errors.toString(StandardCharsets.UTF_8))
                    .as("only the port is refused")
                    .startsWith("petty: petty.api.port: port %s is taken".formatted(port));
        } finally {
            System.clearProperty(MORE_SETTINGS);
        }
    }

    @Test
    void refusesUnknownOptions() {
        assertThat(serve("--colour", "red")).isEqualTo(WRONG_USE);
        assertThat(serve("--port")).isEqualTo(WRONG_USE);
        assertThat(serve("--port", "many")).isEqualTo(WRONG_USE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--colour", "--port", "./petty serve --help");
    }

    @Test
    void printsTheVersionAndTheCommit() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // A build from a source archive has no commit.
        String commit = Files.exists(Path.of("../.git")) ? " \\(commit [0-9a-f]{10}(-dirty)?\\)" : "";

        assertThat(serve(new StandardOutput(out), "--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("petty \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?%s\n".formatted(commit));
    }

    @Test
    void failsIfItsOutputCannotBeWritten() throws IOException {
        try (StandardOutput full = new StandardOutput(Files.newOutputStream(Path.of("/dev/full")))) {
            assertThat(serve(full, "--version")).isEqualTo(1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("petty: standard output is incomplete: No space");
    }

    private int serve(String... arguments) {
        return serve(new StandardOutput(new ByteArrayOutputStream()), arguments);
    }

    private int serve(StandardOutput out, String... arguments) {
        return PettyApi.run(out, new PrintStream(errors, true, StandardCharsets.UTF_8), arguments);
    }
}
