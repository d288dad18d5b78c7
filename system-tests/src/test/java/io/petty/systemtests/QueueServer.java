package io.petty.systemtests;

import java.io.Closeable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A server on loopback that speaks SQS, with a queue for partitions and one for dead letters. */
public final class QueueServer implements Closeable {
    private static final String QUEUE = "partitions";
    private static final String DEAD_LETTERS = "dead-letters";
    private static final String ACCESS_KEY = "local";
    private static final String SECRET_KEY = "local-secret";
    private static final String REGION = "elasticmq";

    private final int port;
    private final SqsClient client;
    private @Nullable SQSRestServer server;

    private QueueServer(SQSRestServer server) {
        this.server = server;
        this.port = server.waitUntilStarted().localAddress().getPort();
        this.client = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
        createQueues();
    }

    /** Starts it at any free port. */
    public static QueueServer start() {
        return new QueueServer(SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start());
    }

    private void createQueues() {
        client.createQueue(request -> request.queueName(QUEUE));
        client.createQueue(request -> request.queueName(DEAD_LETTERS));
    }

    /** Ends it; all messages are lost. */
    public void stop() {
        if (server != null) {
            server.stopAndWait();
            server = null;
        }
    }

    /** Drops all messages. */
    void purge() {
        client.purgeQueue(request -> request.queueUrl(queue().toString()));
        client.purgeQueue(request -> request.queueUrl(deadLetters().toString()));
    }

    /** Starts it anew at the same address, with empty queues. */
    public void startAgain() {
        server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(port).start();
        server.waitUntilStarted();
        createQueues();
    }

    public URI queue() {
        return url(QUEUE);
    }

    public URI deadLetters() {
        return url(DEAD_LETTERS);
    }

    private URI url(String name) {
        return URI.create("http://127.0.0.1:%d/000000000000/%s".formatted(port, name));
    }

    /** Sends any text to the workers. */
    void send(String text) {
        client.sendMessage(request -> request.queueUrl(queue().toString()).messageBody(text));
    }

    /** Takes what was put aside. */
    List<String> takeDeadLetters() {
        return client
                .receiveMessage(request -> request.queueUrl(deadLetters().toString())
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(1))
                .messages()
                .stream()
                .map(Message::body)
                .toList();
    }

    /** What commands in this process need to know to use it, as system properties. */
    Map<String, String> properties() {
        return Map.of(
                "petty.workers.queue", queue().toString(),
                "petty.workers.dead-letters", deadLetters().toString(),
                "aws.accessKeyId", ACCESS_KEY,
                "aws.secretAccessKey", SECRET_KEY,
                "aws.region", REGION);
    }

    /** The same for other processes, as environment variables. */
    public Map<String, String> environment() {
        return Map.of(
                "PETTY_WORKERS_QUEUE", queue().toString(),
                "PETTY_WORKERS_DEAD_LETTERS", deadLetters().toString(),
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                "AWS_REGION", REGION);
    }

    @Override
    public void close() {
        client.close();
        stop();
    }
}
