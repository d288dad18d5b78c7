package io.petty.jobs.folding;

import static io.petty.jobs.SmallLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldingPlanTest {
    private SmallLake lake;
    private Lease lease;

    @BeforeEach
    void openLake(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
        lease = lake.take("run");
    }

    @AfterEach
    void closeLake() throws IOException {
        lease.close();
        lake.close();
    }

    @Test
    void makesAPartitionOfEachDay() {
        assertThat(plan().inputs(job().step("folding"), 8))
                .containsExactly(new FoldingPartition(DAY), new FoldingPartition(DAY.plusDays(1)));
        assertThat(lake.progress().phase().name()).isEqualTo("Folding feedback into 2 days");
        assertThat(lake.progress().phase().total()).as("buckets of both days").isEqualTo(4);
    }

    @Test
    void refusesADayThatIsNotPublished() {
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> plan().work(job().step("folding")));
    }

    private FoldingPlan plan() {
        return new FoldingPlan(lake.parts(lease), new FeedbackOnDays(lake.lake(), lake.eventDays()));
    }

    private RecordedJob job() {
        return new RecordedJob(lake.database(), BatchRun.timeline(1, 1, "inputs", List.of(DAY, DAY.plusDays(1))));
    }
}
