package io.petty.jobs.feedback;

import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.batch.RecordedJob.file;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.lake.FeedbackDeliveries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackAuditTest {
    private static SmallLake lake;

    @BeforeAll
    static void openLake(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
    }

    @AfterAll
    static void closeLake() throws IOException {
        lake.close();
    }

    @Test
    void passesDocumentsThatAreAllFeedbackOrRejects() {
        assertThatCode(() -> audit(shard(10, 2, 10, 2))).doesNotThrowAnyException();
    }

    @Test
    void failsAShardThatLostADocument() {
        assertThatIllegalStateException()
                .isThrownBy(() -> audit(shard(10, 2, 9, 2)))
                .withMessage(
                        "Shard 3 has 10 feedback documents, 2 of them rejects, but its files hold 9 documents and 2 rejects");
    }

    @Test
    void failsAShardThatLostAReject() {
        assertThatIllegalStateException()
                .isThrownBy(() -> audit(shard(10, 2, 10, 1)))
                .withMessageEndingWith("but its files hold 10 documents and 1 rejects");
    }

    @Test
    void failsADayThatLostAPieceOfFeedback() {
        FeedbackDeliveries.Day day = new FeedbackDeliveries.Day(DAY, 5, Instant.EPOCH, "fingerprint");
        RecordedJob job = job().completed(
                        "feedback",
                        new FeedbackDays(List.of(DAY)),
                        new FeedbackDays.Result(List.of(DAY), List.of(file(4)), List.of(day)));

        assertThatIllegalStateException()
                .isThrownBy(() -> audit(job))
                .withMessage("5 pieces of feedback were counted, but 4 written");
    }

    private static void audit(RecordedJob job) throws Exception {
        job.execute(new FeedbackAudit(job.repository()));
    }

    private static RecordedJob job() {
        return new RecordedJob(lake.database(), BatchRun.feedback(1, 1, "inputs", "listing"));
    }

    private static RecordedJob shard(long documents, long rejects, long documentRows, long rejectRows) {
        FeedbackPartition.ShardResult shard = new FeedbackPartition.ShardResult(
                new FeedbackDeliveries.Shard(3, "fingerprint", documents, rejects, 0),
                List.of(file(documentRows)),
                documents,
                rejects,
                new TreeMap<>(),
                new TreeSet<>(),
                List.of(file(rejectRows)));
        return job().completed(
                        "feedbackDocuments",
                        new FeedbackPartition(List.of(), DAY),
                        new FeedbackPartition.Result(List.of(shard)));
    }
}
