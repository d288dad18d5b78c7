package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log line with the age of the newest published day, on which an alarm of a deployment depends. */
@ExtendWith(SharedServer.class)
class FreshnessLogTest {
    private static final String FIELD = "newest_day_age_seconds";

    private final ApiServer server;

    FreshnessLogTest(ApiServer server) {
        this.server = server;
    }

    @Test
    void logsTheAgeOfTheNewestDayAgainAndAgain() throws Exception {
        ProcessBuilder service = LogTest.serving(PettyApi.class, server.home(), "-XX:TieredStopAtLevel=1", "-Xmx256m");
        service.environment().put("PETTY_LOG_FORMAT", "json");
        service.environment().put("PETTY_API_FRESHNESS_LOG", "1s");
        Process process = LimitedProcess.start(service, Duration.ofMinutes(4));
        try (BufferedReader output = process.inputReader()) {
            List<JsonNode> lines = output.lines()
                    .filter(line -> line.contains(FIELD))
                    .limit(2)
                    .map(JsonMapper.shared()::readTree)
                    .toList();

            assertThat(lines).hasSize(2).allSatisfy(line -> {
                assertThat(line.path(FIELD).isIntegralNumber()).isTrue();
                assertThat(line.path("message").asString())
                        .isEqualTo("The newest published day, %s, ended %d s ago"
                                .formatted(PublishedLake.LAST, line.path(FIELD).asLong()));
            });
        } finally {
            process.destroyForcibly();
        }
    }
}
