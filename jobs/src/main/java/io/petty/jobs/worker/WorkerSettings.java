package io.petty.jobs.worker;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How partitions get to workers.
 *
 * @param queue URL of the SQS queue that carries partitions; null for none: they run on threads of the run itself
 * @param deadLetters URL of the queue for partitions that failed too often; null for none
 * @param partitions into how many partitions a step is cut at most, 1 to 10,000
 * @param expiry after how long without a sign of life a worker's claim is given to another, 1 s to 12 h
 * @param attempts how often a partition may fail before it is given up, 1 to 100
 * @param deaths how many workers may die over a partition before it is given up, 1 to 1,000
 * @param timeLimit how long the run waits for a step's partitions
 * @param idleLimit after how long without a partition a worker ends; 0 for never
 */
public record WorkerSettings(
        @Nullable URI queue,
        @Nullable URI deadLetters,
        int partitions,
        Duration expiry,
        int attempts,
        int deaths,
        Duration timeLimit,
        Duration idleLimit) {
    private static final int MOST_PARTITIONS = 10_000;
    private static final int MOST_ATTEMPTS = 100;
    private static final int MOST_DEATHS = 1_000;

    /** The longest that SQS hides a message. */
    private static final Duration LONGEST_EXPIRY = Duration.ofHours(12);

    public static final WorkerSettings NONE = new WorkerSettings(
            null, null, 64, Duration.ofSeconds(30), 3, 10, Duration.ofHours(12), Duration.ofMinutes(15));

    public WorkerSettings {
        checkUrl("queue", queue);
        checkUrl("dead-letters", deadLetters);
        if (queue == null && deadLetters != null) {
            throw new IllegalArgumentException(
                    "petty.workers.queue is missing, though petty.workers.dead-letters is set");
        }
        if (queue != null && queue.equals(deadLetters)) {
            throw new IllegalArgumentException(
                    "petty.workers.dead-letters must be another queue than petty.workers.queue");
        }
        check("partitions", partitions, MOST_PARTITIONS);
        check("attempts", attempts, MOST_ATTEMPTS);
        check("deaths", deaths, MOST_DEATHS);
        if (expiry.compareTo(Duration.ofSeconds(1)) < 0 || expiry.compareTo(LONGEST_EXPIRY) > 0) {
            throw new IllegalArgumentException("petty.workers.expiry must be between 1s and 12h, not " + expiry);
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("petty.workers.time-limit must be more than 0, but is " + timeLimit);
        }
        if (idleLimit.isNegative()) {
            throw new IllegalArgumentException("petty.workers.idle-limit must not be negative, but is " + idleLimit);
        }
    }

    private static void checkUrl(String property, @Nullable URI url) {
        if (url != null
                && (url.getHost() == null
                        || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                        || url.getUserInfo() != null)) {
            throw new IllegalArgumentException(
                    "petty.workers.%s must be the URL of an SQS queue, such as https://sqs.eu-central-1.amazonaws.com/123456789012/petty, without user or password"
                            .formatted(property));
        }
    }

    private static void check(String property, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    "petty.workers.%s must be between 1 and %d, not %d".formatted(property, most, value));
        }
    }
}
