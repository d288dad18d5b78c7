package io.petty.jobs.ingest;

import static io.petty.jobs.SmallLake.DAY;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.lake.DeliveryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestAuditTest {
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
    void passesADayWithRejectsUpToTheLimit() {
        assertThatCode(() -> audit(job(1, 1).completed("rawFiles", group(), read(95, 5))))
                .doesNotThrowAnyException();
    }

    @Test
    void failsADayWithMoreRejectsThanTheLimit() {
        assertThatExceptionOfType(RejectShareExceededException.class)
                .isThrownBy(() -> audit(job(1, 1).completed("rawFiles", group(), read(94, 6))))
                .withMessageStartingWith(
                        "6 of 100 lines delivered on 2026-11-20 are rejects (6.0 %); the limit is 5.0 %.");
    }

    @Test
    void addsUpTheRejectsOfAllPartitions() {
        assertThatCode(() -> audit(job(1, 1)
                        .completed("rawFiles", group(), read(1, 5))
                        .completed("rawFiles", group(), read(94, 0))))
                .doesNotThrowAnyException();
    }

    @Test
    void countsPartitionsThatAnEarlierRunCompleted() {
        RecordedJob job = job(1, 1)
                .completed("rawFiles", group(), read(1, 6))
                .restarted(BatchRun.ingest(2, 1, "inputs", DAY))
                .completed("rawFiles", group(), read(93, 0));

        assertThatExceptionOfType(RejectShareExceededException.class)
                .isThrownBy(() -> audit(job))
                .withMessageStartingWith("6 of 100 lines");
    }

    private static void audit(RecordedJob job) throws Exception {
        job.execute(new IngestAudit(job.repository(), lake.lake(), 0.05));
    }

    private static RecordedJob job(long run, long origin) {
        return new RecordedJob(lake.database(), BatchRun.ingest(run, origin, "inputs", DAY));
    }

    private static RawFilePartition group() {
        return new RawFilePartition(List.of());
    }

    private static RawFilePartition.Result read(long readings, long rejects) {
        DeliveryFile file =
                new DeliveryFile("00.ndjson", 1_000, "1", readings + rejects, 0, readings, rejects, 0, false);
        return new RawFilePartition.Result(List.of(file), List.of(), List.of(DAY), List.of());
    }
}
