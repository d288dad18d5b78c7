package io.petty.jobs.ingest;

import static io.petty.jobs.SmallLake.COLLAR;
import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.SmallLake.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.RecordedJob;
import io.petty.lake.lease.Lease;
import io.petty.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesPlanTest {
    private SmallLake lake;
    private Lease lease;
    private JobParts parts;

    @BeforeEach
    void deliverThreeFiles(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
        lease = lake.take("run");
        parts = lake.parts(lease);
        for (String file : List.of("00.ndjson", "01.ndjson", "02.ndjson")) {
            lake.deliver(DAY, file, rest(COLLAR, DAY, 10, 60));
        }
        lake.deliver(DAY, "notes.txt", List.of("ignored"));
    }

    @AfterEach
    void closeLake() throws IOException {
        lease.close();
        lake.close();
    }

    @Test
    void dividesTheFilesOfADayIntoOneGroupPerThread() throws IOException {
        RecordedJob job = job(1, "inputs");

        List<RawFilePartition> groups = plan().inputs(job.step("rawFiles"), 2);

        assertThat(groups).hasSize(2);
        assertThat(groups.stream().flatMap(group -> group.files().stream()).map(StoredObject::key))
                .containsExactly("dt=2026-11-20/00.ndjson", "dt=2026-11-20/01.ndjson", "dt=2026-11-20/02.ndjson");
        assertThat(lake.progress().phase().name()).isEqualTo("Reading raw files of 2026-11-20");
        assertThat(lake.progress().phase().total()).isEqualTo(3);
    }

    @Test
    void keepsTheNamesOfIgnoredFilesWithTheJob() throws IOException {
        RecordedJob job = job(1, "inputs");

        plan().inputs(job.step("rawFiles"), 2);

        assertThat(job.execution().getExecutionContext().get("petty.ignoredFiles"))
                .isEqualTo(List.of("dt=2026-11-20/notes.txt"));
    }

    @Test
    void restartsOnlyWithTheSameFiles() throws IOException {
        String inputs = RawDelivery.list(lake.raw(), DAY)
                .inputs(lake.work(), parts.settings().rawRules());
        RecordedJob restart = job(2, inputs);
        assertThat(plan().inputs(restart.step("rawFiles"), 2)).hasSize(2);

        lake.deliver(DAY, "03.ndjson", rest(COLLAR, DAY, 10, 60));

        assertThatIllegalStateException()
                .isThrownBy(() -> plan().inputs(restart.step("rawFilesAgain"), 2))
                .withMessage("The raw files of 2026-11-20 changed while they were listed: run the day again");
    }

    private RawFilesPlan plan() {
        return new RawFilesPlan(parts, lake.work(), lake.raw());
    }

    private RecordedJob job(long run, String inputs) {
        return new RecordedJob(lake.database(), BatchRun.ingest(run, 1, inputs, DAY));
    }
}
