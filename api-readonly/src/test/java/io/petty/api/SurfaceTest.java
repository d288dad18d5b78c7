package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.AuditLines;
import io.petty.access.Permission;
import io.petty.access.SignedIn;
import io.petty.api.SharedServer.StrictServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects of settings on answers, and an answer that reads no table files. */
@ExtendWith(SharedServer.class)
class SurfaceTest {
    /** A day so old that the service opens its files only for a request. Only one test requests it. */
    private static final String OLD_DAY = "/v1/collars/LUNA-01/timeline?date=2026-08-25";

    private static final String FOREIGN = "/v1/collars/MOCHI-01/timeline?date=2026-08-25";

    private final ApiServer server;

    SurfaceTest(StrictServer strict) {
        this.server = strict.server();
    }

    @Test
    void allowsOnlyTheConfiguredOriginsToRead() {
        List<String> token = server.token("LUNA-01");

        Answer allowed = server.get("/v1/days", token, "Origin", "https://vet.example");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://vet.example");
        assertThat(allowed.header("Access-Control-Allow-Credentials")).isNull();
        assertThat(allowed.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
        assertThat(String.join(",", allowed.headers().allValues("Vary"))).contains("Origin");

        Answer asked = preflight(server, "https://zoo.example", "GET", "authorization");
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.header("Access-Control-Allow-Methods")).isEqualTo("GET,HEAD");

        assertThat(preflight(server, "https://vet.example", "POST", "authorization")
                        .status())
                .isEqualTo(403);
        assertThat(preflight(server, "https://elsewhere.example", "GET", "authorization")
                        .status())
                .isEqualTo(403);
        Answer other = server.get("/v1/days", token, "Origin", "https://vet.example.evil.example");
        assertThat(other.header("Access-Control-Allow-Origin")).isNull();
        assertThat(server.get("/", List.of(), "Origin", "https://vet.example").header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void letsAllowedOriginsReadEveryKindOfRefusal() {
        String origin = "https://vet.example";
        List<String> from = List.of("Origin", origin);
        String tooLong = "a".repeat(17_000);
        List<String> token = server.token("LUNA-01");
        Map<String, Answer> refusals = new LinkedHashMap<>();
        refusals.put("400", server.get("/v1/days?x=1", token, "Origin", origin));
        refusals.put("401", server.get("/v1/days", from));
        refusals.put("403", server.get("/v1/status", token, "Origin", origin));
        refusals.put("404", server.get("/v1/nothing", token, "Origin", origin));
        refusals.put("405", server.get("/v1/tokens", from));
        refusals.put("406", server.get("/v1/days", token, "Origin", origin, "Accept", "application/xml"));
        refusals.put("doubled slash: 400", server.get("/v1//days", from));
        refusals.put("path parameter: 400", server.get("/v1/days;a=b", from));
        refusals.put("431", raw("/v1/days", "Origin", origin, "X-Long", tooLong));
        refusals.put("address: 429", limited("/v1/days", from));
        refusals.put("malformed, address: 429", limited("/v1/days;a=b", from));
        SharedServer.CLOCK.forward(SharedServer.REFILL);
        List<String> other = server.token("LUNA-01");
        refusals.put(
                "principal: 429",
                limited("/v1/days", Stream.concat(from.stream(), other.stream()).toList()));

        refusals.forEach((what, answer) -> {
            assertThat(what).endsWith(String.valueOf(answer.status()));
            assertThat(answer.header("Access-Control-Allow-Origin")).as(what).isEqualTo(origin);
            assertThat(answer.header("Access-Control-Expose-Headers")).as(what).contains("Retry-After");
            assertThat(answer.headers().allValues("Vary")).as(what).contains("Origin");
            assertThat(answer.header("Content-Security-Policy")).as(what).startsWith("default-src 'none'");
        });
    }

    private Answer raw(String target, String... headers) {
        return RawRequest.send(server.port(), RawRequest.of("GET", target, List.of(headers)))
                .orElseThrow();
    }

    /** Repeats a request until it is limited. */
    private Answer limited(String path, List<String> headers) {
        for (int i = 0; i <= StrictServer.ADDRESS_BURST; i++) {
            Answer answer = server.get(path, headers);
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("No request was limited");
    }

    @Test
    void allowsNoOtherOriginByDefault(ApiServer whole) {
        Answer preflight = preflight(whole, "https://vet.example", "GET", "authorization");

        assertThat(preflight.status()).isBetween(400, 499);
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    private static Answer preflight(ApiServer server, String origin, String method, String header) {
        return server.send(
                "OPTIONS",
                "/v1/days",
                BodyPublishers.noBody(),
                List.of(
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        header));
    }

    @Test
    void limitsEachPrincipalAndSaysHowLongToWait() {
        List<String> one = server.token("LUNA-01");
        List<String> other = server.key(Set.of(Permission.TIMELINES_READ), "LUNA-01");

        assertLimited(() -> server.get("/v1/days", one), StrictServer.PRINCIPAL_BURST, 1);
        assertThat(server.get("/v1/days", other).status()).isEqualTo(200);
        assertThat(server.get("/").status()).isEqualTo(200);
    }

    @Test
    void limitsEachAddressBeforeCheckingTheCredential() {
        List<String> good = server.token("LUNA-01");

        assertLimited(() -> server.get("/v1/days", List.of("X-API-Key", "a guess")), StrictServer.ADDRESS_BURST, 1);
        assertThat(server.get("/v1/days", good, "X-Forwarded-For", "10.1.2.3").status())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v9/days",
                "/days",
                "/v1/days",
                "/v1/nothing",
                "/nothing",
                "/",
                "/js/app.js",
                "/problems/not-found",
                "/v1/openapi.json",
                "/v1//days",
                "/v1/days;a=b",
                "/v1/%2e%2e/days",
                "OPTIONS /v1/days",
                "TRACE /v1/days",
                "BREW /v1/days",
                "GET /v1/days[",
                "BREW[ /v1/days"
            })
    void limitsEachAddressForAnyRequest(String target) {
        String line = target.startsWith("/") ? "GET " + target : target;
        byte[] request =
                (line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8);

        assertLimited(() -> RawRequest.send(server.port(), request).orElseThrow(), StrictServer.ADDRESS_BURST, 1);
    }

    @Test
    void limitsRequestsWithAnInvalidHostOrTooLargeHeaders() {
        for (String header : List.of("Host: a b", "Host: localhost\r\nX-Long: " + "a".repeat(20_000))) {
            SharedServer.CLOCK.forward(Duration.ofMinutes(1));
            byte[] request =
                    ("GET / HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8);

            assertLimited(() -> RawRequest.send(server.port(), request).orElseThrow(), StrictServer.ADDRESS_BURST, 1);
        }
    }

    @Test
    void neverLimitsHealthRequests() {
        for (int i = 0; i <= 2 * StrictServer.ADDRESS_BURST; i++) {
            Answer health = ApiServer.send(
                    URI.create(server.managementUrl() + "/actuator/health"), "GET", BodyPublishers.noBody(), List.of());
            assertThat(health.status()).isEqualTo(200);
        }
    }

    @Test
    void logsFewLinesForManyRefusals() {
        try (AuditLines audit = new AuditLines()) {
            for (int i = 0; i < 3 * StrictServer.ADDRESS_BURST; i++) {
                server.get("/v1/days", List.of("X-API-Key", "a guess " + i));
            }
            // At any time, the server may also log the counts of refusals in earlier tests ("Denied 2 more ...").
            for (int status : List.of(401, 429)) {
                assertThat(audit.with("Denied GET /v1/days: " + status))
                        .as("one immediately, or none while earlier ones are counted")
                        .hasSizeLessThanOrEqualTo(1);
            }
            assertThat(audit.all()).noneMatch(line -> line.contains("a guess"));
        }
    }

    @Test
    void limitsFailedSignInsByAddress() {
        assertLimited(
                () -> guess("/v1/tokens", "code"),
                StrictServer.SIGN_IN_PER_MINUTE,
                60 / StrictServer.SIGN_IN_PER_MINUTE);
        assertThat(guess("/v1/tokens/refresh", "refresh_token").status()).isEqualTo(429);
        assertThat(guess("/v1/tokens/revoke", "refresh_token").status()).isEqualTo(429);
        assertThat(server.get("/v1/days", server.token("LUNA-01")).status()).isEqualTo(200);
    }

    @Test
    void failedGuessesDoNotBlockValidSignInsFromTheSameAddress() {
        while (guess("/v1/tokens", "code").status() != 429) {
            // Repeats until the address has failed too often.
        }
        for (int i = 0; i <= StrictServer.SIGN_IN_PER_MINUTE; i++) {
            String code = server.access()
                    .tokens()
                    .issueCode("ann", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                    .code();
            assertThat(server.post("/v1/tokens", "{\"code\":\"%s\"}".formatted(code), List.of())
                            .status())
                    .isEqualTo(200);
        }
        Answer refreshed = refresh(signedIn().refreshToken());
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(server.post(
                                "/v1/tokens/revoke",
                                "{\"refresh_token\":\"%s\"}".formatted(refreshed.json("refresh_token")),
                                List.of())
                        .status())
                .isEqualTo(204);
        assertThat(guess("/v1/tokens", "code").status()).isEqualTo(429);
    }

    @Test
    void limitsSimultaneousGuesses() throws Exception {
        int guesses = 3 * StrictServer.SIGN_IN_PER_MINUTE;
        ExecutorService clients = Executors.newFixedThreadPool(guesses);
        try {
            CyclicBarrier together = new CyclicBarrier(guesses);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < guesses; i++) {
                answers.add(clients.submit(() -> {
                    together.await();
                    return guess("/v1/tokens", "code").status();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnly(401, 429);
            assertThat(statuses).filteredOn(status -> status == 401).hasSize(StrictServer.SIGN_IN_PER_MINUTE);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void limitsRefreshesOfAFamilyButStillDetectsReuse() {
        SignedIn first = signedIn();
        String token = first.refreshToken();
        for (int i = 0; i < StrictServer.PRINCIPAL_BURST; i++) {
            Answer refreshed = refresh(token);
            assertThat(refreshed.status()).isEqualTo(200);
            token = refreshed.json("refresh_token");
        }
        Answer limited = refresh(token);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("15");
        assertThat(refresh(signedIn().refreshToken()).status())
                .as("another family")
                .isEqualTo(200);

        assertThat(refresh(first.refreshToken()).status()).as("reuse").isEqualTo(401);
        SharedServer.CLOCK.forward(Duration.ofSeconds(15));
        assertThat(refresh(token).status()).as("after the reuse").isEqualTo(401);
    }

    private SignedIn signedIn() {
        return server.signedIn(Set.of(Permission.TIMELINES_READ), "LUNA-01");
    }

    private Answer refresh(String token) {
        return server.post("/v1/tokens/refresh", "{\"refresh_token\":\"%s\"}".formatted(token), List.of());
    }

    private Answer guess(String path, String member) {
        return server.post(path, "{\"%s\":\"guess\"}".formatted(member), List.of());
    }

    /** Requires that the first request after the burst is refused, and that requests succeed again after the wait. */
    static void assertLimited(Supplier<Answer> ask, int burst, int secondsToWait) {
        for (int i = 0; i < burst; i++) {
            assertThat(ask.get().status()).as("request %d", i).isNotEqualTo(429);
        }
        Answer refused = ask.get();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json("type")).isEqualTo("/problems/too-many-requests");
        assertThat(refused.header("Retry-After")).isEqualTo(String.valueOf(secondsToWait));

        SharedServer.CLOCK.forward(Duration.ofSeconds(secondsToWait));
        assertThat(ask.get().status()).isNotEqualTo(429);
        assertThat(ask.get().status()).isEqualTo(429);
    }

    @Test
    void readsNoStorageForAForeignCollar() throws IOException {
        List<String> token = server.token("LUNA-01");
        Path lake = server.home().resolve("lake");
        Path away = Files.move(lake, server.home().resolve("lake-away"));
        Answer foreign;
        try {
            foreign = server.get(FOREIGN, token);

            assertThat(server.get(OLD_DAY, token).status()).isGreaterThanOrEqualTo(500);
        } finally {
            Files.move(away, lake);
        }
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.comparable()).isEqualTo(server.get(FOREIGN, token).comparable());
        assertThat(server.get(OLD_DAY, token).status()).isEqualTo(200);
    }
}
