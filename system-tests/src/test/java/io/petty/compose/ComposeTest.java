package io.petty.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the services of {@code compose.yaml} work together. */
class ComposeTest {
    private static final int DONE = 0;
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    private Path folder;

    @Test
    void aDeliveryInTheStoreBecomesADayThatTheApiAnswers() throws Exception {
        try (Deployment deployment = Deployment.start(folder, Map.of("PETTY_SCHEDULE_CRON", "*/2 * * * * *"))) {
            Delivery delivery = Delivery.upload(deployment, folder.resolve("raw"));
            deployment.awaits(Deployment.SCHEDULER, "and published " + delivery.day());

            String issued = deployment.command("tokens", "issue", "--user", "ann", "--collars", delivery.collar());
            HttpResponse<String> timeline = deployment.get(
                    "http://api:8080/v1/collars/%s/timeline?date=%s".formatted(delivery.collar(), delivery.day()),
                    "Authorization",
                    "Bearer " + issued.replaceFirst("(?s).*access_token +(\\S+).*", "$1"));
            assertThat(timeline.statusCode()).as(timeline.body()).isEqualTo(200);
            assertThat(timeline.body()).contains("\"event_id\":\"evt_");
            assertThat(deployment.command("tokens", "issue", "--user", "ann", "--collars", "LUNA-01", "--link"))
                    .contains("http://127.0.0.1:8080/#code=");

            Set<String> metrics = Stream.of(
                            deployment.get("http://scheduler:8090/metrics"),
                            deployment.get("http://api:8081/actuator/prometheus"))
                    .flatMap(answer -> Arrays.stream(answer.body().split("\n", -1)))
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.replaceFirst("[{ ].*", ""))
                    .collect(Collectors.toSet());
            // Prometheus itself adds "up".
            metrics.add("up");
            assertThat(metrics).containsAll(GrafanaDashboard.read().metrics());

            assertThat(deployment.stop(Deployment.API)).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(deployment.stop(Deployment.SCHEDULER)).isEqualTo(DONE);
            assertThat(deployment.written(Deployment.SCHEDULER) + deployment.written(Deployment.API))
                    .doesNotContain(deployment.secretTexts());
        }
    }
}
