package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What of the service's outside is a matter of settings, and what is left when its tables are gone. */
@ExtendWith(SharedServer.class)
class SurfaceTest {
    /** So old that its files are not opened before somebody asks. */
    private static final String OLD_DAY = "/v1/collars/LUNA-01/timeline?date=2026-08-25";

    private static final String FOREIGN = "/v1/collars/MOCHI-01/timeline?date=2026-08-25";

    @TempDir
    private Path home;

    @Test
    void letsPagesOfNamedOriginsReadAndNoOthers() {
        try (ApiServer server =
                ApiServer.start(home, Map.of("petty.api.allowed-origins", "https://vet.example,https://zoo.example"))) {
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
            assertThat(server.get("/", List.of(), "Origin", "https://vet.example")
                            .header("Access-Control-Allow-Origin"))
                    .isNull();
        }
    }

    @Test
    void letsNoOtherOriginReadUnlessSet(ApiServer server) {
        Answer preflight = preflight(server, "https://vet.example", "GET", "authorization");

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
        Map<String, Object> limits =
                Map.of("petty.api.rate-limits.principal-per-second", 1, "petty.api.rate-limits.principal-burst", 3);
        try (ApiServer server = ApiServer.start(home, limits)) {
            List<String> one = server.token("LUNA-01");
            List<String> other = server.key(Set.of(Permission.TIMELINES_READ), "LUNA-01");

            assertLimited(() -> server.get("/v1/days", one), 3);
            assertThat(server.get("/v1/days", other).status()).isEqualTo(200);
            assertThat(server.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void limitsEachAddressBeforeItLooksAtACredential() {
        Map<String, Object> limits =
                Map.of("petty.api.rate-limits.address-per-second", 1, "petty.api.rate-limits.address-burst", 5);
        try (ApiServer server = ApiServer.start(home, limits)) {
            List<String> good = server.token("LUNA-01");

            assertLimited(() -> server.get("/v1/days", List.of("X-API-Key", "a guess")), 5);
            assertThat(server.get("/v1/days", good, "X-Forwarded-For", "10.1.2.3")
                            .status())
                    .isEqualTo(429);
        }
    }

    @Test
    void limitsSignInsByAddress() {
        try (ApiServer server = ApiServer.start(home, Map.of("petty.api.rate-limits.sign-in-per-minute", 4))) {
            assertLimited(() -> server.post("/v1/tokens", "{\"code\":\"guess\"}", List.of()), 4);
            assertThat(server.post("/v1/tokens/refresh", "{\"refresh_token\":\"guess\"}", List.of())
                            .status())
                    .isEqualTo(429);
            assertThat(server.get("/v1/days", server.token("LUNA-01")).status()).isEqualTo(200);
        }
    }

    @Test
    void countsAProxysClientsWhenTheProxyIsTrusted() {
        Map<String, Object> settings = Map.of(
                "petty.api.trusted-proxies", "127\\.0\\.0\\.1",
                "petty.api.rate-limits.address-per-second", 1,
                "petty.api.rate-limits.address-burst", 2);
        try (ApiServer server = ApiServer.start(home, settings)) {
            assertLimited(() -> server.get("/v1/days", List.of(), "X-Forwarded-For", "10.1.2.3"), 2);
            assertThat(server.get("/v1/days", List.of(), "X-Forwarded-For", "10.1.2.4")
                            .status())
                    .isEqualTo(401);
            // Of a network of 64 bits every address is one client's.
            assertLimited(
                    () -> server.get(
                            "/v1/days",
                            List.of(),
                            "X-Forwarded-For",
                            "2001:db8:1:2::" + Long.toHexString(System.nanoTime())),
                    2);
        }
    }

    /** Some tokens come back while the test runs, so a few more may pass. */
    private static void assertLimited(Supplier<Answer> ask, int least) {
        int passed = 0;
        Answer answer = ask.get();
        while (answer.status() != 429) {
            passed++;
            assertThat(passed).as("requests that passed").isLessThan(least + 60);
            answer = ask.get();
        }
        assertThat(passed).isGreaterThanOrEqualTo(least);
        assertThat(answer.json("type")).isEqualTo("/problems/too-many-requests");
        assertThat(Integer.parseInt(String.valueOf(answer.header("Retry-After"))))
                .isBetween(1, 60);
    }

    @Test
    void readsNoStorageForAForeignCollar(ApiServer whole) throws IOException {
        PublishedLake.write(home);
        try (ApiServer server = ApiServer.start(home, Map.of())) {
            deleteFiles(home.resolve("lake"));
            List<String> token = server.token("LUNA-01");

            Answer foreign = server.get(FOREIGN, token);

            assertThat(server.get(OLD_DAY, token).status()).isGreaterThanOrEqualTo(500);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.comparable())
                    .isEqualTo(whole.get(FOREIGN, whole.token("LUNA-01")).comparable());
        }
    }

    private static void deleteFiles(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
