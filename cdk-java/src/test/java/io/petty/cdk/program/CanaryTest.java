package io.petty.cdk.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.petty.cdk.Script;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests the canary against an HTTPS server that gives the answers of the API, or wrong ones. In {@code system-tests}, the
 * canary reads from the API itself.
 */
class CanaryTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PASSWORD = "changeit";
    private static final String CLIENT = """
            const keys = process.env.KEYS.split(",");
            exports.GetSecretValueCommand = class { constructor(input) { this.input = input; } };
            exports.SecretsManagerClient = class {
              async send({ input: { SecretId } }) {
                if (SecretId !== "petty/canary") throw new Error(SecretId);
                return { SecretString: keys.length > 1 ? keys.shift() : keys[0] };
              }
            };
            """;
    private static final String DAYS = "/v1/days";
    private static final String SUMMARIES = "/v1/collars/canary-1/summaries?from=2026-11-20&to=2026-11-21";
    private static final String TIMELINE = "/v1/collars/canary-1/timeline?date=2026-11-20";
    private static final Map<String, String> ANSWERS = Map.of(
            DAYS,
            "{\"days\":[{\"day\":\"2026-11-21\"},{\"day\":\"2026-11-20\"}],\"next\":null}",
            // The collar has no reading on the newest day.
            SUMMARIES,
            """
            {"days":[{"day":"2026-11-20","summary":{"readings":5,"observed_minutes":1400.5}},
                     {"day":"2026-11-21","summary":null}]}
            """,
            TIMELINE,
            timeline("2026-11-20T22:00:00.000Z", 3));

    @TempDir
    private static Path folder;

    private static NodeProcess canary;
    private static HttpsServer server;

    /** Answers that a test changes, by path: a body, or a status of three digits. */
    private static final Map<String, String> CHANGED = new ConcurrentHashMap<>();

    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();

    /** The key that the server accepts for each request; the last one is for all further requests. */
    private static final List<String> ACCEPTED = new CopyOnWriteArrayList<>();

    private static String timeline(String start, int readings) {
        return """
                {"days":[{"day":"2026-11-20","events":[
                  {"day":"2026-11-20","start":"2026-11-20T00:00:04.000Z","end":"2026-11-20T22:00:00.000Z","readings":2},
                  {"day":"2026-11-20","start":"%s","end":"2026-11-20T23:59:50.000Z","readings":%d}]}]}
                """.formatted(start, readings);
    }

    @BeforeAll
    static void serve() throws Exception {
        canary = NodeProcess.of(folder, "canary", CLIENT, List.of("client-secrets-manager"));
        Path keys = folder.resolve("keys.p12");
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        keytool(keys, "-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", CanaryTest::answer);
        server.start();
    }

    private static void keytool(Path keys, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD, "-alias", "server"));
        Script.output(new ProcessBuilder(command), 0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            String accepted = ACCEPTED.get(Math.min(REQUESTS.size(), ACCEPTED.size() - 1));
            boolean known = accepted.equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
            REQUESTS.add(path);
            String body = CHANGED.getOrDefault(path, ANSWERS.getOrDefault(path, "404"));
            int status = !known ? 401 : body.length() == 3 ? Integer.parseInt(body) : 200;
            byte[] bytes =
                    (status == 200 ? body : "{\"status\":%d}".formatted(status)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @BeforeEach
    void reset() {
        CHANGED.clear();
        REQUESTS.clear();
        ACCEPTED.clear();
        ACCEPTED.add("key-1");
    }

    private static List<JsonNode> call(String statements, Map<String, String> environment) throws Exception {
        Map<String, String> all = new TreeMap<>(Map.of(
                "URL", "https://localhost:" + server.getAddress().getPort(),
                "COLLAR", "canary-1",
                "SECRET", "petty/canary",
                "KEYS", "key-1",
                "NAMESPACE", "Petty/staging",
                "METRIC", Canary.FAILURES,
                "NODE_EXTRA_CA_CERTS", folder.resolve("ca.pem").toString()));
        all.putAll(environment);
        return canary.run(statements, all)
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    private static JsonNode once(Map<String, String> environment) throws Exception {
        List<JsonNode> lines = call("handler({});", environment);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    /** The format is that of CloudWatch's page "Specification: Embedded metric format". */
    @Test
    void readsTheNewestDayOfTheCollarAndWritesTheMetricThatAlarmsWatch() throws Exception {
        JsonNode line = once(Map.of());

        assertThat(REQUESTS).containsExactly(DAYS, SUMMARIES, TIMELINE);
        assertThat(line.path("day").asString()).isEqualTo("2026-11-20");
        assertThat(line.path(Canary.FAILURES).asInt(-1)).isZero();
        JsonNode metrics = line.at("/_aws/CloudWatchMetrics/0");
        assertThat(line.at("/_aws/Timestamp").asLong()).isPositive();
        assertThat(metrics.path("Namespace").asString()).isEqualTo("Petty/staging");
        assertThat(metrics.path("Dimensions")).hasToString("[[]]");
        assertThat(metrics.path("Metrics")
                        .valueStream()
                        .map(metric -> metric.path("Name").asString()))
                .containsExactly(Canary.FAILURES, Canary.DURATION)
                .allSatisfy(name -> assertThat(line.path(name).isNumber()).isTrue());
        assertThat(line.toString()).doesNotContain("canary-1", "key-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /v1/days | {"days":[]} | No day is published
            /v1/days | 503 | The API answered 503
            /v1/days | 302 | fetch failed
            /v1/collars/canary-1/summaries?from=2026-11-20&to=2026-11-21 | {"days":[{"day":"2026-11-21","summary":null}]} | The collar has no reading in the newest 7 published days
            /v1/collars/canary-1/summaries?from=2026-11-20&to=2026-11-21 | {"days":[{"day":"2026-11-20","summary":{"readings":5,"observed_minutes":1500}}]} | The summary of 2026-11-20 is implausible
            /v1/collars/canary-1/summaries?from=2026-11-20&to=2026-11-21 | {"days":[{"day":"2026-11-20","summary":{"readings":6,"observed_minutes":1400}}]} | The timeline and the summary of 2026-11-20 differ in their number of readings
            /v1/collars/canary-1/summaries?from=2026-11-20&to=2026-11-21 | <html> | is not valid JSON
            /v1/collars/canary-1/timeline?date=2026-11-20 | {"days":[{"events":[]}]} | The timeline of 2026-11-20 has no event
            /v1/collars/canary-1/timeline?date=2026-11-20 | 404 | The API answered 404
            """)
    void failsWithTheReason(String path, String answer, String reason) throws Exception {
        CHANGED.put(path, answer);

        assertFailed(once(Map.of()), reason);
    }

    @Test
    void failsIfAnEventIsOutsideOfItsDay() throws Exception {
        CHANGED.put(TIMELINE, timeline("2026-11-21T22:00:00.000Z", 3));

        assertFailed(once(Map.of()), "The timeline of 2026-11-20 has an event outside of its day");
    }

    @Test
    void acceptsOnlyACertificateThatItTrusts() throws Exception {
        assertFailed(once(Map.of("NODE_EXTRA_CA_CERTS", "")), "DEPTH_ZERO_SELF_SIGNED_CERT");
        assertThat(REQUESTS).isEmpty();
    }

    @Test
    void readsItsKeyAgainIfTheApiRefusesIt() throws Exception {
        ACCEPTED.clear();
        ACCEPTED.addAll(List.of("key-1", "key-1", "key-1", "key-2"));

        assertThat(call("handler({}).then(() => handler({}));", Map.of("KEYS", "key-1,key-2")))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line.path(Canary.FAILURES).asInt(-1)).isZero());
        assertThat(REQUESTS).hasSize(3 + 1 + 3);
    }

    @Test
    void failsAtTheFirstRequestIfItsKeyIsRevoked() throws Exception {
        ACCEPTED.set(0, "another");

        assertFailed(once(Map.of()), "The API answered 401");
        assertThat(REQUESTS).hasSize(1);
    }

    @Test
    void failsWithoutARequestIfItsKeyIsMissing() throws Exception {
        assertFailed(once(Map.of("SECRET", "petty/none")), "petty/none");
        assertThat(REQUESTS).isEmpty();
    }

    private static void assertFailed(JsonNode line, String reason) {
        assertThat(line.path(Canary.FAILURES).asInt()).isEqualTo(1);
        assertThat(line.path("error").asString()).contains(reason);
        assertThat(line.toString()).doesNotContain("canary-1", "key-1");
    }
}
