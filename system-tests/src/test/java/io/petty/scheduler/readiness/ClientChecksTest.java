package io.petty.scheduler.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petty.readiness.Check;
import io.petty.readiness.CheckRunner;
import io.petty.readiness.ClientChecks;
import io.petty.readiness.Finding;
import io.petty.readiness.Finding.Outcome;
import io.petty.readiness.Given;
import io.petty.readiness.SensitiveTexts;
import io.petty.readiness.Subject;
import io.petty.readiness.TimeLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the client checks on the page's modules: unchanged, and with one rule broken at a time. */
class ClientChecksTest {
    private static final Path MODULES = Path.of("..", "api-readonly", "src", "main", "resources", "static");

    private final Subject subject = new Subject(new SensitiveTexts(), Given.NOTHING);
    private HttpServer server;
    private boolean startedHere;
    private String module = "";
    private UnaryOperator<String> change = UnaryOperator.identity();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/js/client/", this::answer);
        server.start();
        subject.answersAt(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), null);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String text = Files.readString(MODULES.resolve(path));
        byte[] body = (path.endsWith("/" + module) ? change.apply(text) : text).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Returns the Node of Playwright, which is the same on every machine. */
    private static Path node() {
        return Path.of(Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
                .createProcessBuilder()
                .command()
                .get(0));
    }

    private Finding finding(String id, @Nullable Path node) throws InterruptedException {
        ClientChecks.BuiltModules built = name ->
                Optional.of(Files.readString(MODULES.resolve("js/client").resolve(name)));
        Check check = new ClientChecks(subject, Optional.ofNullable(node), startedHere ? null : built)
                .all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        TimeLimit endless = new TimeLimit(Duration.ofMinutes(1), () -> 0);
        return new CheckRunner(UnaryOperator.identity(), finding -> {}, () -> false, endless)
                .run(List.of(check))
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client.retry", "client.pause", "client.timeout", "client.breaker"})
    void unchangedModulesSurviveABadNetwork(String id) throws InterruptedException {
        Finding finding = finding(id, node());
        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.PASS);
    }

    /**
     * Serves a changed module. The check runs modules that differ from this build's only if it started the API itself.
     */
    private void serveBroken(String name, String from, String to) {
        startedHere = true;
        module = name;
        change = text -> {
            assertThat(text).contains(from);
            return text.replace(from, to);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "client.retry ~ retry.js ~ return random() * Math.min( ~ return 0.5 * Math.min( ~ the pauses are not random",
                "client.retry ~ retry.js ~ base * 2 ** (failed - 1)) ~ base) ~ the pauses do not grow",
                "client.retry ~ retry.js ~ return random() * Math.min( ~ return 3 * random() * Math.min( ~ exceed their limits",
                "client.retry ~ retry.js ~ tries >= limits.tries ~ tries >= 1 ~ a server that fails twice failed (ProblemError",
                "client.retry ~ retry.js ~ await pause(clock, next - clock.now(), signal); ~ ~ a server that fails twice succeeded after 0 pauses",
                "client.retry ~ retry.js ~ || !isPassing(error) ~ ~ /missing: ProblemError after 3 pauses",
                "client.pause ~ retry.js ~ Math.max(own, asked ?? 0) ~ own ~ although Retry-After was 1 s",
                "client.timeout ~ timeout.js ~ clock.after(milliseconds, ~ clock.after(milliseconds * 4, ~ a silent server",
                "client.timeout ~ http.js ~ throw new UnreachableError('The server cannot be reached.', error); ~ throw error; ~ a missing server: TypeError",
                "client.breaker ~ breaker.js ~ outages >= threshold ~ outages >= threshold + 30 ~ left the circuit closed",
                "client.breaker ~ breaker.js ~ throw new CircuitOpenError( ~ new CircuitOpenError( ~ of 20 calls reached the server",
                "client.breaker ~ breaker.js ~ become('closed'); ~ ~ the circuit is half-open"
            })
    void aBrokenRuleFailsTheCheck(String id, String name, String from, @Nullable String to, String evidence)
            throws InterruptedException {
        serveBroken(name, from, to == null ? "" : to);

        Finding finding = finding(id, node());

        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains(evidence);
    }

    @Test
    void aSyntaxErrorFailsTheCheck() throws InterruptedException {
        serveBroken("retry.js", "export function createRetry", "export function ((");
        assertThat(finding("client.retry", node()).evidence()).contains("node exited with code 1", "SyntaxError");
    }

    @Test
    void differingModulesOfAnotherServerAreNotRun() throws InterruptedException {
        module = "retry.js";
        change = text -> "console.log('hostile');" + text;

        Finding finding = finding("client.retry", node());

        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(finding.evidence()).contains("retry.js differs", "isn't run here");
    }

    @Test
    void notApplicableWithoutNode() throws InterruptedException {
        assertThat(finding("client.retry", null).outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(finding("client.retry", Path.of("/bin/true")).evidence()).contains("isn't Node 18 or newer");
        assertThat(ClientChecks.findNode("")).isEmpty();
        assertThat(ClientChecks.findNode("/nowhere:" + node().getParent())).contains(node());
    }
}
