package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code worker} in this process, with settings that can't do. */
class WorkerCommandTest {
    private static final String[] PROPERTIES = {
        "petty.workers.queue", "petty.workers.idle-limit", "petty.lake", "aws.accessKeyId", "aws.secretAccessKey"
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void setCredentials() {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local-secret");
    }

    @AfterEach
    void forgetSettings() {
        for (String property : PROPERTIES) {
            System.clearProperty(property);
        }
    }

    private CommandRun worker() {
        return new PettyHome(folder.resolve("home")).attempt("worker", "--raw", folder);
    }

    @Test
    void saysThatThereIsNoQueueToTakePartitionsFrom() {
        assertThat(worker().endsWith(Petty.WRONG_USE).err()).contains("petty.workers.queue is not set");
    }

    @Test
    void saysThatWorkersNeedAPlaceTheyAllReachWhenTablesAreOnS3() {
        System.setProperty("petty.workers.queue", "http://127.0.0.1:1/000000000000/partitions");
        System.setProperty("petty.lake", "s3://bucket/lake");
        assertThat(worker().endsWith(Petty.WRONG_USE).err()).contains("petty.work must name a folder");
    }

    @Test
    void endsWithAFailureWhenTheQueueNeverAnswered() {
        System.setProperty("petty.workers.queue", "http://127.0.0.1:1/000000000000/partitions");
        System.setProperty("petty.workers.idle-limit", "1ms");
        assertThat(worker().endsWith(Petty.FAILED).err())
                .contains("taking partitions from", "worker ended after 0 partitions", "the queue didn't answer");
    }

    @Test
    void namesAQueueThatIsNoUrl() {
        System.setProperty("petty.workers.queue", "partitions");
        assertThat(worker().endsWith(Petty.WRONG_USE).err())
                .contains("petty.workers.queue must be the URL of an SQS queue");
    }
}
