package io.petty.api;

import io.petty.access.AccessHome;
import io.petty.access.Permission;
import io.petty.access.SignedIn;
import io.petty.api.connection.WatchedProtocol;
import io.petty.lake.database.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service on free ports, and the access of another process to its home. */
final class ApiServer implements AutoCloseable {
    /** Shorter than JUnit's limit, so that a failure names the request. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** No request is interrupted unless a test changes the limit. */
    static final Duration REQUEST_LIMIT = Duration.ofMinutes(10);

    /** The header that the page sends. */
    static final List<String> PAGE = List.of("X-Petty-Client", "page");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path home;
    private final ConfigurableApplicationContext context;
    private final AccessHome access;

    private ApiServer(Path home, ConfigurableApplicationContext context, DatabaseSettings database, Clock clock) {
        this.home = home;
        this.context = context;
        this.access = new AccessHome(home, database, clock);
    }

    /** Starts a server with the system's clock; see {@link #start(Path, Map, Clock)}. */
    static ApiServer start(Path home, Map<String, Object> settings) {
        return start(home, settings, Clock.systemUTC());
    }

    /**
     * Starts a server.
     *
     * @param settings by property name; without settings for rate and time limits, no test reaches these limits
     */
    static ApiServer start(Path home, Map<String, Object> settings, Clock clock) {
        ServeSettings all = settings(home, settings);
        return new ApiServer(home, PettyApi.start(all, clock), all.database(), clock);
    }

    private static ServeSettings settings(Path home, Map<String, Object> given) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "petty.home", home.toString(),
                "petty.api.port", 0,
                "petty.api.management-port", 0,
                "petty.api.refresh", "100ms",
                "petty.api.request-limit", REQUEST_LIMIT,
                "petty.api.rate-limits.principal-per-second", 1_000_000,
                "petty.api.rate-limits.principal-burst", 1_000_000,
                "petty.api.rate-limits.address-per-second", 1_000_000,
                "petty.api.rate-limits.address-burst", 1_000_000,
                "petty.api.rate-limits.sign-in-per-minute", 1_000_000));
        all.putAll(given);
        return ServeSettings.load(all);
    }

    Path home() {
        return home;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /** Returns the access of another process to the home. It issues and revokes credentials as a command does. */
    AccessHome access() {
        return access;
    }

    int port() {
        return URI.create(url()).getPort();
    }

    Tomcat tomcat() {
        return ((TomcatWebServer) Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer()))
                .getTomcat();
    }

    /** Returns the protocol of the clients' connections. Tests change its limits. */
    WatchedProtocol protocol() {
        return (WatchedProtocol) tomcat().getConnector().getProtocolHandler();
    }

    String url() {
        return ApiCommand.url(context);
    }

    String managementUrl() {
        return ApiCommand.managementUrl(context);
    }

    /** Returns the headers of a new token for collars. */
    List<String> token(String... collars) {
        return bearerOf(Set.of(Permission.TIMELINES_READ), collars);
    }

    /** Returns the headers of a new token with other permissions. */
    List<String> bearerOf(Set<Permission> permissions, String... collars) {
        return bearer(signedIn(permissions, collars).accessToken());
    }

    /** Issues tokens. */
    SignedIn signedIn(Set<Permission> permissions, String... collars) {
        return access.tokens().issue("ann", List.of(collars), permissions).tokens();
    }

    /** Returns the headers of a new key. Permissions that don't apply to single collars need no collars. */
    List<String> key(Set<Permission> permissions, String... collars) {
        return List.of(
                "X-API-Key",
                access.keys()
                        .create("tests", List.of(collars), permissions, Duration.ofDays(1))
                        .text());
    }

    static List<String> bearer(String token) {
        return List.of("Authorization", "Bearer " + token);
    }

    Answer get(String path, List<String> headers, String... more) {
        return send("GET", path, BodyPublishers.noBody(), headers, more);
    }

    Answer get(String path) {
        return get(path, List.of());
    }

    /** Repeats a request until its answer fits, since the server refreshes some of its state only at intervals. */
    Answer getUntil(String path, List<String> headers, Predicate<Answer> fits, String... more) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Answer answer = get(path, headers, more);
            if (fits.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("Still " + answer.status() + " " + answer.text());
            }
        }
    }

    /** Sends JSON. */
    Answer post(String path, String body, List<String> headers, String... more) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of("Content-Type", "application/json"));
        return send("POST", path, BodyPublishers.ofString(body), all, more);
    }

    Answer send(String method, String path, BodyPublisher body, List<String> headers, String... more) {
        return send(URI.create(url() + path), method, body, headers, more);
    }

    static Answer send(URI address, String method, BodyPublisher body, List<String> headers, String... more) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(PATIENCE).method(method, body);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        for (int i = 0; i < more.length; i += 2) {
            request.header(more[i], more[i + 1]);
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + address, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        access.close();
        context.close();
    }
}
