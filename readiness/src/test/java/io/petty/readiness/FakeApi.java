package io.petty.readiness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petty.access.Access;
import io.petty.access.AccessHome;
import io.petty.access.AccessSettings;
import io.petty.access.InvalidCredentialException;
import io.petty.access.InvalidCredentialException.Reason;
import io.petty.access.Permission;
import io.petty.access.Principal;
import io.petty.access.SignedIn;
import io.petty.lake.RunHistory;
import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.LakeDatabase;
import io.petty.readiness.Installation.Nights;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import io.petty.settings.LogSettings;
import io.petty.settings.TraceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** A small API that uses the access classes of a real home. It answers as the real API does, except for one fault. */
final class FakeApi implements AutoCloseable {
    static final String OWN = "LUNA-FAKE";
    static final String FOREIGN = "MOCHI-FAKE";
    static final String DAY = "2026-11-20";

    static final Function<RunHistory, Nights> NO_NIGHTS =
            runs -> new Nights(List::of, Optional::empty, Optional::empty, runs, Duration.ofSeconds(30), false, false);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TIMELINE = Pattern.compile("/v1/collars/([^/]+)/(timeline|summaries|events/.*)");
    private static final Set<String> STATUS = Set.of("/v1/status", "/v1/status/rejects");
    private static final Set<String> HEALTH =
            Set.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");
    private static final Set<Reason> FORGED =
            Set.of(Reason.ALGORITHM, Reason.SIGNATURE, Reason.MALFORMED, Reason.UNKNOWN_SIGNING_KEY);

    static {
        // Without this setting, each body waits until the client has acknowledged the headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Seconds. With the default, the server may close a connection just before a slow test reuses it.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
    }

    /** What the API does wrong. */
    enum Fault {
        NONE,
        FAILS,
        TELLS_FOREIGN_COLLARS,
        TAKES_FORGED_TOKENS,
        TAKES_EXPIRED_TOKENS,
        TAKES_TOKENS_FOR_OTHERS,
        REFRESHES_AGAIN_AND_AGAIN,
        REUSE_ENDS_NOTHING,
        REMEMBERS_TOKENS,
        PUBLISHES_NO_KEYS,
        PUBLISHES_PRIVATE_KEYS,
        PUBLISHES_OTHER_KEYS,
        ALLOWS_EVERYTHING,
        TAKES_ANY_SECRET,
        TAKES_REVOKED_KEYS,
        TAKES_EXPIRED_KEYS,
        KEEPS_KEYS,
        ECHOES_ITS_ENVIRONMENT,
        EXPOSES_THE_ENVIRONMENT,
        IS_DOWN,
        SHOWS_FIGURES_TO_CLIENTS,
        COUNTS_NOTHING,
        COUNTS_LATE,
        HAS_NO_HISTOGRAM,
        COUNTS_BY_COLLAR,
        NAMES_NO_TRACE,
        DOESNT_REDIRECT,
        DEPRECATES_NOTHING,
        TAKES_ANY_VERSION,
        DESCRIBES_TOO_LITTLE,
        DESCRIBES_TOO_MUCH,
        ANSWERS_ANYBODY
    }

    private final Path home;
    private final HttpServer server;
    private final HttpServer management;
    private final AccessHome opened;
    private final Access access;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Set<String> goodOnce = ConcurrentHashMap.newKeySet();
    private final Map<String, SignedIn> refreshed = new ConcurrentHashMap<>();
    private volatile Fault fault = Fault.NONE;
    private volatile String marker = "";
    private volatile String figuresBefore = "";

    private FakeApi(Path home) throws IOException {
        this.home = home;
        opened = new AccessHome(home, DatabaseSettings.EMBEDDED, Clock.systemUTC());
        access = opened.access();
        JdbcClient.create(database().dataSource())
                .sql("create table seen_keys (text varchar(200))")
                .update();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        management.createContext("/", this::manage);
        server.start();
        management.start();
    }

    static FakeApi over(Path home) throws IOException {
        return new FakeApi(home);
    }

    void breakBy(Fault chosen) {
        fault = chosen;
        goodOnce.clear();
        refreshed.clear();
        counts.clear();
        figuresBefore = "";
    }

    void marker(String text) {
        marker = text;
    }

    Path home() {
        return home;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI managementUrl() {
        return URI.create("http://127.0.0.1:" + management.getAddress().getPort());
    }

    LakeDatabase database() {
        return opened.database();
    }

    Secrets secrets() {
        return opened.secrets();
    }

    /** Returns its home as an installation whose environment contains the marker. */
    Installation installation() {
        return installation(null, TraceSettings.OFF, NO_NIGHTS);
    }

    Installation installation(@Nullable String lake, TraceSettings traces, Function<RunHistory, Nights> nights) {
        return new Installation(
                home,
                lake,
                database(),
                secrets(),
                SecretSettings.LOCAL,
                AccessSettings.DEFAULTS,
                LogSettings.DEFAULTS,
                traces,
                URI.create("http://127.0.0.1:1"),
                "",
                () -> "for tests",
                Map.of(marker, "READINESS_MARKER"),
                nights.apply(new RunHistory(database())));
    }

    /** Returns an issuer of credentials, such as the checks use. */
    Issuer issuer(SensitiveTexts sensitive) {
        return new Issuer(installation(), sensitive);
    }

    /** Returns a subject whose API is this one, with or without its management port. */
    Subject subject(SensitiveTexts sensitive, Installation installation, boolean managed) {
        Subject subject = new Subject(sensitive, installation, issuer(sensitive));
        subject.answersAt(url(), managed ? managementUrl() : null);
        return subject;
    }

    private record Reply(int status, Map<String, String> headers, String body) {
        static Reply ok(Object body) {
            return new Reply(200, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(body));
        }

        static Reply problem(int status, String kind) {
            return problem(status, kind, Map.of());
        }

        static Reply problem(int status, String kind, Map<String, Object> more) {
            Map<String, Object> body = new LinkedHashMap<>(Map.of(
                    "type", "/problems/" + kind, "status", status, "trace_id", "0af7651916cd43dd8448eb211c80319c"));
            body.putAll(more);
            return new Reply(status, Map.of("Content-Type", "application/problem+json"), JSON.writeValueAsString(body));
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        Reply reply = fault == Fault.FAILS ? Reply.problem(500, "internal") : reply(exchange);
        String route = exchange.getRequestURI().getPath().replaceFirst("/collars/[^/]+/", "/collars/{collar}/");
        String label =
                fault == Fault.COUNTS_BY_COLLAR ? exchange.getRequestURI().getPath() + OWN : route;
        counts.merge("status=\"%d\",uri=\"%s\"".formatted(reply.status(), route), 1, Integer::sum);
        if (fault == Fault.COUNTS_BY_COLLAR) {
            counts.merge("status=\"%d\",uri=\"%s\"".formatted(reply.status(), label), 1, Integer::sum);
        }
        send(exchange, reply);
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/v1/") && path.matches("/(collars|days)")) {
            return redirect(exchange);
        }
        if (path.matches("/v\\d+/.*") && !path.startsWith("/v1/") && fault != Fault.TAKES_ANY_VERSION) {
            return Reply.problem(404, "unknown-version", Map.of("versions", List.of("v1")));
        }
        if (fault == Fault.SHOWS_FIGURES_TO_CLIENTS && path.startsWith("/actuator")) {
            return new Reply(200, Map.of(), figures());
        }
        return switch (path) {
            case "/v1/openapi.json" -> openApi();
            case "/.well-known/jwks.json" -> jwks();
            case "/v1/tokens" -> signIn(exchange);
            case "/v1/tokens/refresh" -> refresh(exchange);
            case "/v1/tokens/revoke" -> new Reply(204, Map.of(), "");
            default -> guarded(exchange, path);
        };
    }

    private Reply redirect(HttpExchange exchange) {
        String to = "/v1" + exchange.getRequestURI();
        if (fault == Fault.DOESNT_REDIRECT) {
            return Reply.problem(404, "not-found");
        }
        return new Reply(
                308,
                fault == Fault.DEPRECATES_NOTHING
                        ? Map.of("Location", to)
                        : Map.of(
                                "Location",
                                to,
                                "Deprecation",
                                "@1795564800",
                                "Link",
                                "</v1%s>; rel=\"successor-version\""
                                        .formatted(exchange.getRequestURI().getPath())),
                "");
    }

    private Reply openApi() {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (String path : List.of(
                "/v1/collars",
                "/v1/days",
                "/v1/collars/{collar}/timeline",
                "/v1/collars/{collar}/summaries",
                "/v1/collars/{collar}/events/{event}",
                "/v1/status",
                "/v1/status/rejects")) {
            paths.put(path, Map.of("get", Map.of()));
        }
        for (String path : List.of("/v1/tokens", "/v1/tokens/refresh", "/v1/tokens/revoke")) {
            paths.put(path, Map.of("post", Map.of()));
        }
        if (fault == Fault.DESCRIBES_TOO_LITTLE) {
            paths.remove("/v1/status/rejects");
        }
        if (fault == Fault.DESCRIBES_TOO_MUCH) {
            paths.put("/v1/wishes", Map.of("get", Map.of()));
        }
        return Reply.ok(Map.of("openapi", "3.1.1", "paths", paths));
    }

    private Reply jwks() {
        if (fault == Fault.PUBLISHES_NO_KEYS) {
            return Reply.ok(Map.of("keys", List.of()));
        }
        JsonNode keys = JSON.valueToTree(access.jwks());
        for (JsonNode key : keys.path("keys").values()) {
            ObjectNode member = (ObjectNode) key;
            if (fault == Fault.PUBLISHES_PRIVATE_KEYS) {
                member.put("d", "AQAB");
            }
            if (fault == Fault.PUBLISHES_OTHER_KEYS) {
                member.put("n", another(member.path("n").asString()));
            }
        }
        return Reply.ok(keys);
    }

    /** Returns the modulus of a key with one bit changed. */
    private static String another(String modulus) {
        byte[] bytes = Base64.getUrlDecoder().decode(modulus);
        bytes[bytes.length / 2] ^= 1;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Reply signIn(HttpExchange exchange) throws IOException {
        try {
            return given(access.signIn(body(exchange).path("code").asString("")));
        } catch (InvalidCredentialException e) {
            return Reply.problem(401, "unauthenticated");
        }
    }

    private Reply refresh(HttpExchange exchange) throws IOException {
        String token = body(exchange).path("refresh_token").asString("");
        SignedIn before = refreshed.get(token);
        if (before != null && (fault == Fault.REFRESHES_AGAIN_AND_AGAIN || fault == Fault.REUSE_ENDS_NOTHING)) {
            return fault == Fault.REFRESHES_AGAIN_AND_AGAIN ? given(before) : Reply.problem(401, "unauthenticated");
        }
        try {
            SignedIn now = access.refresh(token, null);
            refreshed.put(token, now);
            return given(now);
        } catch (InvalidCredentialException e) {
            return Reply.problem(401, "unauthenticated");
        }
    }

    private static Reply given(SignedIn signedIn) {
        return Reply.ok(Map.of("access_token", signedIn.accessToken(), "refresh_token", signedIn.refreshToken()));
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        try {
            return JSON.readTree(exchange.getRequestBody().readAllBytes());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private Reply guarded(HttpExchange exchange, String path) {
        Matcher timeline = TIMELINE.matcher(path);
        boolean known = timeline.matches() || STATUS.contains(path) || path.matches("/v[19]/(collars|days)");
        if (!known) {
            return Reply.problem(404, "not-found");
        }
        Principal principal = principal(exchange);
        if (principal == null) {
            return Reply.problem(401, "unauthenticated");
        }
        boolean everything = fault == Fault.ALLOWS_EVERYTHING;
        if (STATUS.contains(path)) {
            return everything || principal.may(Permission.STATUS_READ)
                    ? Reply.ok(Map.of())
                    : Reply.problem(403, "forbidden");
        }
        boolean all = principal.may(Permission.TIMELINES_READ_ALL);
        if (!everything && !all && !principal.may(Permission.TIMELINES_READ)) {
            return Reply.problem(403, "forbidden");
        }
        if (path.endsWith("/days")) {
            return Reply.ok(Map.of("days", List.of(Map.of("day", DAY))));
        }
        if (!timeline.matches()) {
            return Reply.ok(Map.of(
                    "collars",
                    (all ? List.of(OWN, FOREIGN) : List.copyOf(principal.collars()))
                            .stream().map(collar -> Map.of("collar_id", collar)).toList()));
        }
        String collar = timeline.group(1);
        if (principal.mayRead(collar) || everything) {
            return Reply.ok(Map.of("days", List.of(Map.of("day", DAY, "environment", echo()))));
        }
        return fault == Fault.TELLS_FOREIGN_COLLARS && collar.equals(FOREIGN)
                ? Reply.problem(403, "forbidden")
                : fault == Fault.NAMES_NO_TRACE
                        ? Reply.problem(404, "unknown-collar", Map.of("trace_id", ""))
                        : Reply.problem(404, "unknown-collar");
    }

    private String echo() {
        return fault == Fault.ECHOES_ITS_ENVIRONMENT ? marker : "";
    }

    private @Nullable Principal principal(HttpExchange exchange) {
        String key = exchange.getRequestHeaders().getFirst("X-API-Key");
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        String token = bearer == null ? null : bearer.replaceFirst("^Bearer ", "");
        if (key == null && token == null) {
            return fault == Fault.ANSWERS_ANYBODY ? anybody() : null;
        }
        try {
            Principal principal = key != null ? access.byKey(key) : access.byToken(String.valueOf(token));
            goodOnce.add(key != null ? key : String.valueOf(token));
            if (key != null && fault == Fault.KEEPS_KEYS) {
                JdbcClient.create(database().dataSource())
                        .sql("insert into seen_keys (text) values (?)")
                        .param(key)
                        .update();
            }
            return principal;
        } catch (InvalidCredentialException e) {
            return isTaken(e.reason(), key, token) ? anybody() : null;
        }
    }

    private boolean isTaken(Reason reason, @Nullable String key, @Nullable String token) {
        return switch (fault) {
            case TAKES_FORGED_TOKENS -> token != null && FORGED.contains(reason);
            case TAKES_EXPIRED_TOKENS -> token != null && reason == Reason.EXPIRED;
            case TAKES_TOKENS_FOR_OTHERS -> token != null && reason == Reason.AUDIENCE;
            case REMEMBERS_TOKENS -> token != null && goodOnce.contains(token);
            case TAKES_ANY_SECRET -> key != null && reason == Reason.UNKNOWN_API_KEY;
            case TAKES_REVOKED_KEYS -> key != null && reason == Reason.REVOKED;
            case TAKES_EXPIRED_KEYS -> key != null && reason == Reason.EXPIRED;
            default -> false;
        };
    }

    private static Principal anybody() {
        return new Principal(
                "anybody", Set.of(OWN), Set.of(Permission.TIMELINES_READ, Permission.STATUS_READ), Instant.MAX);
    }

    private void manage(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (HEALTH.contains(path)) {
            send(exchange, Reply.ok(Map.of("status", fault == Fault.IS_DOWN ? "DOWN" : "UP")));
        } else if (path.equals("/actuator/prometheus")) {
            String now = figures();
            send(exchange, new Reply(200, Map.of(), fault == Fault.COUNTS_LATE ? figuresBefore : now));
            figuresBefore = now;
        } else if (path.equals("/actuator/env") && fault == Fault.EXPOSES_THE_ENVIRONMENT) {
            send(exchange, Reply.ok(Map.of("READINESS_MARKER", marker)));
        } else {
            send(exchange, Reply.problem(404, "not-found"));
        }
    }

    private String figures() {
        StringBuilder figures = new StringBuilder("jvm_memory_used_bytes{area=\"heap\"} 1.0\n");
        if (fault != Fault.HAS_NO_HISTOGRAM) {
            figures.append("http_server_requests_seconds_bucket{uri=\"/v1/collars\",le=\"0.1\"} 1\n");
        }
        if (fault != Fault.COUNTS_NOTHING) {
            counts.forEach((labels, count) -> figures.append(
                    "http_server_requests_seconds_count{method=\"GET\",%s} %d%n".formatted(labels, count)));
        }
        return figures.toString();
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        management.stop(0);
        opened.close();
    }
}
