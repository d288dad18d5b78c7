package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.petty.access.AccessHome;
import io.petty.access.CreatedKey;
import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import io.petty.lake.DatabaseSettings;
import io.petty.process.LimitedProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The service in a process of its own, and all that it writes: who was refused and why, and nobody's secrets. */
class LogTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String USER = "marker-user";
    private static final String COLLAR = "MARKER-COLLAR";
    private static final String FOREIGN = "MARKER-FOREIGN";
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);

    @TempDir
    private Path home;

    private final List<String> lines = new ArrayList<>();
    /** What was sent of traces, as it was sent. */
    private final List<String> spans = new CopyOnWriteArrayList<>();

    private final List<String> secrets = new ArrayList<>();
    private final List<Answer> refused = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void tellsWhoWasRefusedByTheIdThatTheProblemNamesAndHoldsNoSecret(String format) throws Exception {
        List<String> ids = served(format, url -> {
            try (AccessHome access = new AccessHome(home, DatabaseSettings.EMBEDDED, Clock.systemUTC())) {
                return use(url, access);
            }
        });

        String all = String.join("\n", lines);
        assertThat(all).doesNotContain(USER, COLLAR, FOREIGN);
        secrets.forEach(secret -> assertThat(all).doesNotContain(secret));
        assertThat(String.join("\n", spans))
                .as("what a collector of traces gets")
                .contains("/v1/collars/{collar}/timeline")
                .doesNotContain(USER, COLLAR, FOREIGN);
        secrets.forEach(secret -> assertThat(spans).noneMatch(sent -> sent.contains(secret)));
        List<String> audited =
                lines.stream().filter(line -> line.contains("petty.audit")).toList();
        if (format.equals("json")) {
            assertThat(audited)
                    .allSatisfy(
                            line -> assertThat(JSON.readTree(line).isObject()).isTrue());
            assertThat(all).contains("\"decision\":\"denied\"");
        }
        assertThat(audited).noneMatch(line -> line.contains("127.0.0.1:") || line.contains("\"127.0.0.1\""));
        for (Answer answer : refused) {
            String trace = answer.json("trace_id");
            assertThat(audited)
                    .as("status %d, trace %s", answer.status(), trace)
                    .filteredOn(line -> line.contains(trace))
                    .hasSize(1);
        }
        assertThat(String.join("\n", audited))
                .contains("/v1/collars/{collar}/timeline", "UNKNOWN_API_KEY", "MALFORMED", "sign-in", "refresh");
        ids.forEach(id -> assertThat(all).contains(id));
    }

    private interface Use {
        List<String> of(String url) throws Exception;
    }

    private HttpServer collector() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            try (exchange) {
                spans.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        return collector;
    }

    /** Serves in another process for as long as it is used. */
    private List<String> served(String format, Use use) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        classPath(),
                        PettyApi.class.getName(),
                        "--home",
                        home.toString(),
                        "--port",
                        "0",
                        "--management-port",
                        "0")
                .redirectErrorStream(true);
        builder.environment().put("PETTY_LOG_FORMAT", format);
        builder.environment().put("PETTY_LOG_LEVEL", "TRACE");
        HttpServer collector = collector();
        builder.environment()
                .put(
                        "PETTY_TRACES_ENDPOINT",
                        "http://127.0.0.1:" + collector.getAddress().getPort());
        Process process = LimitedProcess.start(builder, Duration.ofMinutes(2));
        try (BufferedReader output = process.inputReader()) {
            String url = "";
            for (String line = output.readLine(); line != null && url.isEmpty(); line = output.readLine()) {
                lines.add(line);
                url = line.startsWith("Petty serves home ") ? line.replaceFirst(".* at ", "") : "";
            }
            assertThat(url).as("%s", lines).isNotEmpty();
            List<String> used = use.of(url);
            // By its handle, as else its output is closed at once.
            process.toHandle().destroy();
            output.lines().forEach(lines::add);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return used;
        } finally {
            process.destroyForcibly();
            collector.stop(0);
        }
    }

    /** Without the settings of the log that other modules' tests bring. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.matches(".*readers-writers.*test.*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Gives what the log may call those who asked. */
    private List<String> use(String url, AccessHome access) {
        IssuedTokens issued = access.tokens().issue(USER, List.of(COLLAR), TIMELINES);
        String token = secret(issued.tokens().accessToken());
        String refreshToken = secret(issued.tokens().refreshToken());
        CreatedKey key = access.keys().create("tests", List.of(COLLAR), TIMELINES, Duration.ofDays(1));
        String code = secret(
                access.tokens().issueCode(USER, List.of(COLLAR), TIMELINES).code());
        String path = "/v1/collars/" + FOREIGN + "/timeline?date=2026-11-20";

        refuse(url + path, List.of("Authorization", "Bearer " + token));
        refuse(url + path, List.of("X-API-Key", secret(key.text())));
        refuse(url + "/v1/status", List.of("X-API-Key", key.text()));
        refuse(url + path, List.of("X-API-Key", secret("petty_" + "0".repeat(32) + "_" + "z".repeat(43))));
        refuse(url + path, List.of("Authorization", "Bearer " + secret("a-token-that-is-none")));
        refuse(url + path, List.of("Authorization", secret("Basic bWFya2VyOm1hcmtlcg==")));
        refuse(url + path, List.of());
        refuse(url + "/v1/nothing/" + secret("a-path-that-is-none"), List.of());
        spoiled(url, "X-API-Key: " + key.text() + "\u0085");
        spoiled(url, "X-API-Key : " + key.text());
        spoiled(url, "Authorization: Bearer " + token + "\u0000");
        for (String body : List.of(
                "{\"code\":\"%s\"}".formatted(code),
                "{\"code\":\"%s\"}".formatted(code),
                "{\"code\":\"%s\"".formatted(secret("a-code-in-no-json")),
                "{\"code\":[\"%s\"]}".formatted(secret("a-code-in-a-list")))) {
            Answer answer = post(url + "/v1/tokens", body);
            if (answer.status() == 200) {
                secret(answer.json("access_token"));
                secret(answer.json("refresh_token"));
            }
        }
        String refresh = "{\"refresh_token\":\"%s\"}".formatted(refreshToken);
        secret(post(url + "/v1/tokens/refresh", refresh).json("refresh_token"));
        assertThat(post(url + "/v1/tokens/refresh", refresh).status()).isEqualTo(401);
        return List.of("token:" + issued.family(), "key:" + key.key().id());
    }

    private String secret(String text) {
        assertThat(text).isNotEmpty();
        secrets.add(text.replaceFirst("^Basic ", ""));
        return text;
    }

    private void refuse(String address, List<String> headers) {
        Answer answer = ApiServer.send(URI.create(address), "GET", BodyPublishers.noBody(), headers);
        assertThat(answer.status()).isBetween(401, 404);
        refused.add(answer);
    }

    private static void spoiled(String url, String header) {
        byte[] request = RawRequest.of("GET", "/v1/days", List.of());
        String text = new String(request, StandardCharsets.UTF_8).replace("Connection", header + "\r\nConnection");
        assertThat(RawRequest.send(URI.create(url).getPort(), text.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .status())
                .isEqualTo(400);
    }

    private static Answer post(String address, String body) {
        return ApiServer.send(
                URI.create(address),
                "POST",
                BodyPublishers.ofString(body),
                List.of("Content-Type", "application/json"));
    }
}
