package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics, on a separate port that serves nothing else. */
@ExtendWith(SharedServer.class)
class ManagementTest {
    private final ApiServer server;

    ManagementTest(ApiServer server) {
        this.server = server;
    }

    @Test
    void reportsHealthWithoutDetails() {
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            Answer answer = managed("GET", path);

            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.json("status")).isEqualTo("UP");
            assertThat(answer.json().has("components")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/env", "/actuator/heapdump", "/actuator/threaddump", "/actuator/loggers", "/actuator/metrics",
                        "/actuator/beans",
                "/actuator/configprops", "/actuator/mappings", "/actuator/info", "/actuator/shutdown",
                        "/actuator/caches", "/actuator/health/db",
                "/v1/days", "/v1/collars/LUNA-01/timeline", "/", "/js/app.js", "/.well-known/jwks.json"
            })
    void servesNothingElseOnTheManagementPort(String path) {
        assertThat(managed("GET", path).status()).isEqualTo(404);
    }

    @Test
    void linksToNoOtherEndpoints() {
        Answer answer = managed("GET", "/actuator");

        assertThat(
                        answer.status() == 404
                                ? ""
                                : answer.json().path("_links").propertyNames().toString())
                .doesNotContain("env", "heapdump", "loggers", "metrics", "beans");
        assertThat(managed("POST", "/actuator/health").status()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/env", "/actuator/heapdump"})
    void servesNoHealthOrMetricsOnThePortOfClients(String path) {
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.get(path, server.key(Set.of(Permission.STATUS_READ))).status())
                .isEqualTo(404);
    }

    @Test
    void countsRequestsByRouteIncludingRefusedOnes() {
        List<String> token = server.token("LUNA-01");
        server.get("/v1/collars/LUNA-01/timeline?date=2026-11-20", token);
        server.get("/v1/collars/LUNA-01/timeline", token);
        server.get("/v1/collars/MOCHI-01/timeline?date=2026-11-20", token);
        server.get("/v1/collars/LUNA-01/timeline?date=2026-11-20");
        server.get("/v1/status", token);

        String figures = managed("GET", "/actuator/prometheus").text();

        for (String status : List.of("200", "400", "404", "401")) {
            assertThat(figures)
                    .containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"" + status
                            + "\",uri=\"/v1/collars/\\{collar}/timeline\"} [1-9]");
        }
        assertThat(figures)
                .containsPattern("http_server_requests_seconds_bucket\\{[^}]*uri=\"/v1/status\",le=\"0\\.\\d+\"}")
                .containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"403\",uri=\"/v1/status\"}")
                .contains("jvm_memory_used_bytes")
                .containsPattern("(?m)^petty_freshness_seconds -?[1-9]")
                .doesNotContain("LUNA-01", "MOCHI-01");
    }

    private Answer managed(String method, String path) {
        return ApiServer.send(URI.create(server.managementUrl() + path), method, BodyPublishers.noBody(), List.of());
    }
}
