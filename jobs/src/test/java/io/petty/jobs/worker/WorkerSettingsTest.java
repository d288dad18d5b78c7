package io.petty.jobs.worker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
    private static final URI QUEUE = URI.create("https://sqs.eu-central-1.amazonaws.com/123456789012/partitions");

    @Test
    void nameThePropertyThatIsWrong() {
        assertThatThrownBy(() -> settings(URI.create("partitions"), null, 64, Duration.ofSeconds(30)))
                .hasMessageContaining("petty.workers.queue must be the URL of an SQS queue");
        assertThatThrownBy(() -> settings(URI.create("http://user:word@localhost/q"), null, 64, Duration.ofSeconds(30)))
                .hasMessageContaining("petty.workers.queue")
                .hasMessageNotContaining("word@");
        assertThatThrownBy(() -> settings(null, QUEUE, 64, Duration.ofSeconds(30)))
                .hasMessageContaining("petty.workers.queue is missing");
        assertThatThrownBy(() -> settings(QUEUE, QUEUE, 64, Duration.ofSeconds(30)))
                .hasMessageContaining("petty.workers.dead-letters must be another queue");
        assertThatThrownBy(() -> settings(QUEUE, null, 0, Duration.ofSeconds(30)))
                .hasMessage("petty.workers.partitions must be between 1 and 10000, not 0");
        assertThatThrownBy(() -> settings(QUEUE, null, 64, Duration.ofMillis(999)))
                .hasMessageContaining("petty.workers.expiry");
        assertThatThrownBy(() -> settings(QUEUE, null, 64, Duration.ofHours(13)))
                .hasMessageContaining("petty.workers.expiry");
    }

    private static WorkerSettings settings(
            @Nullable URI queue, @Nullable URI deadLetters, int partitions, Duration expiry) {
        return new WorkerSettings(
                queue, deadLetters, partitions, expiry, 3, 10, Duration.ofHours(1), Duration.ofMinutes(1));
    }
}
