package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.petty.access.AccessHome;
import io.petty.access.CreatedKey;
import io.petty.access.IssuedTokens;
import io.petty.access.Permission;
import io.petty.lake.database.DatabaseSettings;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** All output of the service in a process of its own: it contains refusals with their reasons, but no secrets. */
class LogTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String USER = "marker-user";
    private static final String COLLAR = "MARKER-COLLAR";
    private static final String FOREIGN = "MARKER-FOREIGN";
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);

    /** Shorter than JUnit's limit, so that the output includes a thread dump. */
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private static final String SERVES = "Petty serves home ";

    @TempDir
    private Path home;

    private final List<String> lines = new ArrayList<>();
    /** The requests that the trace collector received. */
    private final List<String> spans = new ArrayList<>();

    private final List<String> secrets = new ArrayList<>();
    private final List<Answer> refused = new ArrayList<>();

    /** Serves with a text log until a line is sent, and then with a JSON log until the process ends. */
    static final class TextThenJson {
        private TextThenJson() {}

        public static void main(String[] arguments) throws IOException {
            System.setProperty("petty.log.format", "text");
            Map<String, Object> given =
                    Map.of("petty.home", arguments[1], "petty.api.port", 0, "petty.api.management-port", 0);
            ServeSettings settings = ServeSettings.load(given);
            try (ConfigurableApplicationContext context = PettyApi.start(settings, Clock.systemUTC())) {
                System.out.println(SERVES + "at " + ApiCommand.url(context));
                assertThat(System.in.read()).isEqualTo('\n');
            }
            System.setProperty("petty.log.format", "json");
            PettyApi.main(arguments);
        }
    }

    @Test
    void logsRefusalsByTraceIdAndNoSecretsAsTextAndAsJson() throws Exception {
        HttpServer collector = collector();
        Process process = LimitedProcess.start(service(collector), LONGEST);
        try (BufferedReader output = process.inputReader();
                AccessHome access = new AccessHome(home, DatabaseSettings.EMBEDDED, Clock.systemUTC())) {
            String url = readUntilServed(output);
            List<String> ids = use(url, access);
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            url = readUntilServed(output);
            assertLogged(ids);

            List.of(lines, spans, secrets, refused).forEach(List::clear);
            ids = use(url, access);
            // Uses the handle, since Process.destroy would also close the output.
            process.toHandle().destroy();
            output.lines().forEach(lines::add);
            process.waitFor();
            List<String> audited = assertLogged(ids);
            assertThat(audited)
                    .allSatisfy(
                            line -> assertThat(JSON.readTree(line).isObject()).isTrue());
            assertThat(String.join("\n", lines)).contains("\"decision\":\"denied\"");
        } catch (AssertionError | Exception e) {
            e.addSuppressed(new AssertionError("The service wrote:%n%s".formatted(String.join("\n", lines))));
            throw e;
        } finally {
            process.destroyForcibly();
            collector.stop(0);
        }
    }

    /** Checks the whole output, and returns the lines of the audit log. */
    private List<String> assertLogged(List<String> ids) {
        String all = String.join("\n", lines);
        assertThat(all).doesNotContain(USER, COLLAR, FOREIGN);
        secrets.forEach(secret -> assertThat(all).doesNotContain(secret));
        synchronized (spans) {
            assertThat(String.join("\n", spans))
                    .as("exported traces")
                    .contains("/v1/collars/{collar}/timeline")
                    .doesNotContain(USER, COLLAR, FOREIGN);
            secrets.forEach(secret -> assertThat(spans).noneMatch(sent -> sent.contains(secret)));
        }
        List<String> audited =
                lines.stream().filter(line -> line.contains("petty.audit")).toList();
        assertThat(audited).filteredOn(line -> line.contains("Denied")).allMatch(line -> line.contains("127.0.0.1"));
        for (Answer answer : refused) {
            String trace = answer.json("trace_id");
            assertThat(audited)
                    .as("status %d, trace %s", answer.status(), trace)
                    .filteredOn(line -> line.contains(trace))
                    .hasSize(1);
        }
        assertThat(String.join("\n", audited))
                .contains("/v1/collars/{collar}/timeline", "UNKNOWN_API_KEY", "MALFORMED", "Signed in", "Refreshed")
                .contains("A refresh token was used twice");
        ids.forEach(id -> assertThat(all).contains(id));
        return audited;
    }

    private HttpServer collector() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            try (exchange) {
                synchronized (spans) {
                    spans.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                    spans.notifyAll();
                }
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
        return collector;
    }

    /**
     * Waits until spans of a route were sent, since a busy machine may not send all of them while the service stops.
     */
    private void awaitSpanOf(String route) throws InterruptedException {
        synchronized (spans) {
            while (spans.stream().noneMatch(sent -> sent.contains(route))) {
                spans.wait();
            }
        }
    }

    /** Starts a program with Java options in a process that serves a home on free ports. */
    static ProcessBuilder serving(Class<?> program, Path home, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", classPath(), program.getName()));
        command.addAll(List.of("--home", home.toString(), "--port", "0", "--management-port", "0"));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private ProcessBuilder service(HttpServer collector) {
        ProcessBuilder builder = serving(TextThenJson.class, home, "-XX:TieredStopAtLevel=1", "-Xmx256m");
        builder.environment().put("PETTY_LOG_LEVEL", "TRACE");
        builder.environment()
                .put(
                        "PETTY_TRACES_ENDPOINT",
                        "http://127.0.0.1:" + collector.getAddress().getPort());
        builder.environment().put("PETTY_TRACES_TIMEOUT", "4m");
        return builder;
    }

    /** Reads lines until the service prints its address, and returns the address. */
    private String readUntilServed(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith(SERVES)) {
                return line.replaceFirst(".* at ", "");
            }
        }
        throw new AssertionError("The service ended before it served");
    }

    /** Returns the class path without the log settings of other modules' tests. */
    static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.matches(".*readers-writers.*test.*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Sends requests of all kinds, and returns the ids of their senders that the log may contain. */
    private List<String> use(String url, AccessHome access) throws InterruptedException {
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
        awaitSpanOf("/v1/collars/{collar}/timeline");
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
