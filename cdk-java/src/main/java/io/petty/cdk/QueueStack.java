package io.petty.cdk;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The queue of partitions between runs and workers, and that of partitions which nobody could do. */
final class QueueStack extends Stack {
    /** Workers put a poison partition aside themselves, sooner than this; it is for a worker that never gets so far. */
    private static final int MOST_RECEIVES = 10;

    private static final Duration VISIBILITY = Duration.minutes(5);
    private static final Duration KEPT = Duration.days(2);
    private static final Duration DEAD_KEPT = Duration.days(14);
    private static final Duration DATA_KEY_REUSE = Duration.hours(1);

    private final Key key;
    private final Queue deadLetters;
    private final Queue partitions;

    QueueStack(Construct scope, String id, StackProps props, StageSettings settings) {
        super(scope, id, props);
        key = EncryptionKeys.make(
                this, "Key", "alias/" + settings.name("queues"), "Petty's queues of partitions, " + settings.stage());
        deadLetters = queue("DeadLetters", settings.name("dead-letters"))
                .retentionPeriod(DEAD_KEPT)
                .build();
        partitions = queue("Partitions", settings.name("partitions"))
                .retentionPeriod(KEPT)
                .visibilityTimeout(VISIBILITY)
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetters)
                        .maxReceiveCount(MOST_RECEIVES)
                        .build())
                .build();
        Findings.accept(deadLetters, "AwsSolutions-SQS3", "It is the dead-letter queue itself.");
    }

    private Queue.Builder queue(String id, String name) {
        return Queue.Builder.create(this, id)
                .queueName(name)
                .encryption(QueueEncryption.KMS)
                .encryptionMasterKey(key)
                .dataKeyReuse(DATA_KEY_REUSE)
                .enforceSsl(true)
                .receiveMessageWaitTime(Duration.seconds(20))
                .removalPolicy(RemovalPolicy.DESTROY);
    }

    Key key() {
        return key;
    }

    Queue partitions() {
        return partitions;
    }

    Queue deadLetters() {
        return deadLetters;
    }
}
