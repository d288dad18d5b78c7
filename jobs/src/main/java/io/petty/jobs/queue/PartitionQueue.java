package io.petty.jobs.queue;

import io.petty.storage.AwsRegion;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The SQS queue that carries partitions to workers. The one place with the AWS SDK's SQS. */
public final class PartitionQueue implements Closeable {
    /** The most that SQS takes in one request. */
    private static final int BATCH = 10;

    private static final int ATTEMPTS = 4;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15);
    private static final Pattern AWS_HOST = Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

    private final SqsClient client;
    private final String url;
    private final @Nullable URI deadLetters;

    private PartitionQueue(SqsClient client, String url, @Nullable URI deadLetters) {
        this.client = client;
        this.url = url;
        this.deadLetters = deadLetters;
    }

    /** The queue didn't answer, or refused. */
    public static final class QueueException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private QueueException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A message that was taken and is hidden from others for the expiry.
     *
     * @param partition null when it isn't one
     * @param refusal why it isn't one; null when it is
     */
    public record Received(
            String text,
            String receipt,
            @Nullable PartitionMessage partition,
            @Nullable String refusal) {}

    /**
     * Makes ready to use a queue; asks nothing of it yet.
     *
     * @param queue its URL
     * @throws QueueException when the environment lacks what the settings leave to it
     */
    public static PartitionQueue open(URI queue, @Nullable URI deadLetters, int connections) {
        SqsClientBuilder builder = SqsClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECTION_TIMEOUT)
                        .socketTimeout(ATTEMPT_TIMEOUT)
                        .maxConnections(connections))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
        Matcher aws = AWS_HOST.matcher(String.valueOf(queue.getHost()));
        if (aws.matches()) {
            builder.region(Region.of(aws.group(1)));
        } else {
            builder.endpointOverride(URI.create(queue.getScheme() + "://" + queue.getRawAuthority()))
                    .region(AwsRegion.besidesAws());
        }
        try {
            return new PartitionQueue(builder.build(), queue.toString(), deadLetters);
        } catch (SdkException e) {
            throw new QueueException(
                    "petty.workers.queue can't be used: %s (credentials come from the AWS SDK's default chain)"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /**
     * Sends partitions to whoever takes them.
     *
     * @throws QueueException when not all were taken on; some may be
     */
    public void send(List<PartitionMessage> partitions) {
        for (int from = 0; from < partitions.size(); from += BATCH) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (PartitionMessage partition : partitions.subList(from, Math.min(partitions.size(), from + BATCH))) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(String.valueOf(entries.size()))
                        .messageBody(partition.text())
                        .build());
            }
            SendMessageBatchResponse answer = asked(
                    "send to",
                    () -> client.sendMessageBatch(
                            request -> request.queueUrl(url).entries(entries)));
            if (!answer.failed().isEmpty()) {
                throw new QueueException(
                        "The queue took only %d of %d partitions: %s"
                                .formatted(
                                        answer.successful().size(),
                                        entries.size(),
                                        answer.failed().get(0).message()),
                        new IllegalStateException(answer.failed().get(0).code()));
            }
        }
    }

    /**
     * Takes a message, waiting for one.
     *
     * @param hidden how long nobody else gets it
     */
    public Optional<Received> receive(Duration wait, Duration hidden) {
        ReceiveMessageRequest request = ReceiveMessageRequest.builder()
                .queueUrl(url)
                .maxNumberOfMessages(1)
                .waitTimeSeconds((int) wait.toSeconds())
                .visibilityTimeout((int) hidden.toSeconds())
                .build();
        return asked("receive from", () -> client.receiveMessage(request)).messages().stream()
                .findFirst()
                .map(PartitionQueue::received);
    }

    private static Received received(Message message) {
        try {
            return new Received(message.body(), message.receiptHandle(), PartitionMessage.parse(message.body()), null);
        } catch (PartitionMessage.NoPartitionException e) {
            return new Received(message.body(), message.receiptHandle(), null, e.getMessage());
        }
    }

    /** Keeps a message hidden for so long from now; 0 gives it to the next who asks. */
    public void hide(Received message, Duration duration) {
        asked(
                "hide a message of",
                () -> client.changeMessageVisibility(request -> request.queueUrl(url)
                        .receiptHandle(message.receipt())
                        .visibilityTimeout((int) duration.toSeconds())));
    }

    public void delete(Received message) {
        asked(
                "delete from",
                () -> client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receipt())));
    }

    /** Puts the text of a message where somebody looks into it; nowhere when there is no such queue. */
    public void putAside(String text) {
        if (deadLetters != null) {
            asked(
                    "send to the dead letters of",
                    () -> client.sendMessage(
                            request -> request.queueUrl(deadLetters.toString()).messageBody(text)));
        }
    }

    /** The same with a partition that was given up. */
    public void putAside(PartitionMessage partition) {
        putAside(partition.text());
    }

    /** About how many messages there are that nobody has taken. */
    public int waiting() {
        Map<QueueAttributeName, String> attributes = asked(
                        "ask",
                        () -> client.getQueueAttributes(request -> request.queueUrl(url)
                                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)))
                .attributes();
        return Integer.parseInt(attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"));
    }

    private interface Request<T> {
        T make();
    }

    private <T> T asked(String what, Request<T> request) {
        try {
            return request.make();
        } catch (QueueDoesNotExistException e) {
            throw new QueueException("petty.workers.queue: there is no queue " + url, e);
        } catch (SdkException e) {
            throw new QueueException("Can't %s the queue %s: %s".formatted(what, url, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
