package io.petty.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.WrittenLines;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that Prometheus scrapes the services with the configuration of {@code deploy/compose}, and that each query of
 * the dashboard has a result. {@code petty.test.prometheus} is the program; {@code system-tests/compose} sets it.
 */
@EnabledIfSystemProperty(named = "petty.test.prometheus", matches = ".+")
class ComposePrometheusTest {
    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir
    private Path folder;

    @Test
    void prometheusHasWhatTheDashboardShows() throws Exception {
        try (Deployment deployment = Deployment.start(folder, Map.of("PETTY_SCHEDULE_CRON", "*/2 * * * * *"))) {
            Delivery delivery = Delivery.upload(deployment, folder.resolve("raw"));
            deployment.awaits(Deployment.SCHEDULER, "and published " + delivery.day());
            deployment.get("http://api:8080/v1/days");
            URI prometheus = deployment.startPrometheus(System.getProperty("petty.test.prometheus"));
            deployment.awaits("prometheus", "Server is ready to receive web requests");

            for (String job : List.of("petty-scheduler", "petty-api")) {
                awaitResult(deployment, prometheus, "up{job=\"%s\"} == 1".formatted(job));
            }
            List<String> queries = GrafanaDashboard.read().queries();
            assertThat(queries).isNotEmpty();
            for (String query : queries) {
                // Grafana's value for scrapes every 15 s.
                awaitResult(deployment, prometheus, query.replace("$__rate_interval", "1m"));
            }
        }
    }

    /** Waits until the query has a result. */
    private static void awaitResult(Deployment deployment, URI prometheus, String query) throws Exception {
        long end = System.nanoTime() + WrittenLines.PATIENCE.toNanos();
        while (true) {
            String answer = deployment
                    .get(prometheus + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                    .body();
            JsonNode result = new JsonMapper().readTree(answer);
            assertThat(result.path("status").asString())
                    .as("%s: %s", query, answer)
                    .isEqualTo("success");
            if (!result.at("/data/result").isEmpty()) {
                return;
            }
            assertThat(System.nanoTime()).as("no result of %s", query).isLessThan(end);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
