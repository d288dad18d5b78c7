package io.petty.jobs.timeline;

import static io.petty.jobs.SmallLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.lake.Contribution;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake with two buckets and 300,000 readings a day; 250,000 justify a partition. */
class TimelinePlanTest {
    private static final LocalDate NEXT_DAY = DAY.plusDays(1);

    private static SmallLake lake;
    private static Lease lease;

    @BeforeAll
    static void deliver(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
        lease = lake.take("run");
        for (LocalDate day : List.of(DAY, NEXT_DAY)) {
            lake.records().deliveries().attempt(day, lease.run());
            lake.records()
                    .deliveries()
                    .complete(
                            day,
                            lease.run(),
                            "fingerprint",
                            List.of(),
                            List.of(),
                            List.of(new Contribution(day, day, 300_000, "a".repeat(64))));
        }
    }

    @AfterAll
    static void closeLake() throws IOException {
        lease.close();
        lake.close();
    }

    @Test
    void computesFewReadingsInOnePartition() {
        assertThat(inputs(List.of(DAY))).containsExactly(new BucketPartition(0, 2));
        assertThat(lake.progress().phase().name()).isEqualTo("Computing 2026-11-20");
        assertThat(lake.progress().phase().total()).isEqualTo(2);
    }

    @Test
    void computesManyReadingsInAPartitionPerBucketWithAllDays() {
        assertThat(inputs(List.of(DAY, NEXT_DAY)))
                .containsExactly(new BucketPartition(0, 1), new BucketPartition(1, 2));
        assertThat(lake.progress().phase().name()).isEqualTo("Computing 2 days");
        assertThat(lake.progress().phase().total()).isEqualTo(4);
    }

    private static List<BucketPartition> inputs(List<LocalDate> days) {
        RecordedJob job = new RecordedJob(lake.database(), BatchRun.timeline(1, 1, "inputs", days));
        return new TimelinePlan(
                        lake.parts(lease),
                        new FeedbackOnDays(lake.lake(), lake.eventDays()),
                        new SortedDeliveries(lake.work()))
                .inputs(job.step("timelines"), 1);
    }
}
