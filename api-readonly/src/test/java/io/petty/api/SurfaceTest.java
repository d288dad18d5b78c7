package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.api.SharedServer.StrictServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What settings change about the service from outside, and what it still answers when its tables are gone. */
@ExtendWith(SharedServer.class)
class SurfaceTest {
    /** So old that its files are only opened by a request, of which there is one. */
    private static final String OLD_DAY = "/v1/collars/LUNA-01/timeline?date=2026-08-25";

    private static final String FOREIGN = "/v1/collars/MOCHI-01/timeline?date=2026-08-25";

    private final ApiServer server;

    SurfaceTest(StrictServer strict) {
        this.server = strict.server();
    }

    @Test
    void letsPagesOfNamedOriginsReadAndNoOthers() {
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
    void letsNoOtherOriginReadUnlessSet(ApiServer whole) {
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
    void limitsEachAddressBeforeItLooksAtACredential() {
        List<String> good = server.token("LUNA-01");

        assertLimited(() -> server.get("/v1/days", List.of("X-API-Key", "a guess")), StrictServer.ADDRESS_BURST, 1);
        assertThat(server.get("/v1/days", good, "X-Forwarded-For", "10.1.2.3").status())
                .isEqualTo(429);
    }

    @Test
    void limitsSignInsByAddress() {
        assertLimited(
                () -> server.post("/v1/tokens", "{\"code\":\"guess\"}", List.of()),
                StrictServer.SIGN_IN_PER_MINUTE,
                60 / StrictServer.SIGN_IN_PER_MINUTE);
        assertThat(server.post("/v1/tokens/refresh", "{\"refresh_token\":\"guess\"}", List.of())
                        .status())
                .isEqualTo(429);
        assertThat(server.get("/v1/days", server.token("LUNA-01")).status()).isEqualTo(200);
    }

    /** Sends requests until one is refused, which must be the one after the burst, and again after the wait. */
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
