package io.petty.jobs.ingest;

import static io.petty.jobs.SmallLake.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.lake.DeliveryFile;
import io.petty.lake.lease.Lease;
import io.petty.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake with two buckets; half a million readings justify a partition. */
class ReadingsPlanTest {
    private static SmallLake lake;
    private static Lease lease;

    @BeforeAll
    static void openLake(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
        lease = lake.take("run");
    }

    @AfterAll
    static void closeLake() throws IOException {
        lease.close();
        lake.close();
    }

    @Test
    void writesFewReadingsInOnePartition() {
        RecordedJob job = job().completed("rawFiles", group("00"), read("00", 999_999, DAY));

        assertThat(plan(job).inputs(job.step("readings"), 8)).containsExactly(new BucketPartition(0, 2));
    }

    @Test
    void writesManyReadingsInAPartitionForEachBucket() {
        RecordedJob job = job().completed("rawFiles", group("00"), read("00", 600_000, DAY))
                .completed("rawFiles", group("01"), read("01", 400_000, DAY, DAY.minusDays(1)));

        assertThat(plan(job).inputs(job.step("readings"), 8))
                .containsExactly(new BucketPartition(0, 1), new BucketPartition(1, 2));
        assertThat(lake.progress().phase().name()).isEqualTo("Writing readings");
        assertThat(lake.progress().phase().total()).as("buckets of event days").isEqualTo(4);
    }

    @Test
    void usesTheRunsAndEventDaysOfAllCompletedPartitionsInOrder() {
        RecordedJob job = job().completed("rawFiles", group("00"), read("00", 1, DAY))
                .restarted(BatchRun.ingest(2, 1, "inputs", DAY))
                .completed("rawFiles", group("01"), read("01", 1, DAY.minusDays(1)));

        ReadingsWork work = (ReadingsWork) plan(job).work(job.step("readings"));

        assertThat(work.groups()).containsExactly(group("00"), group("01"));
        assertThat(work.runs()).containsExactly("run of 00", "run of 01");
        assertThat(work.eventDays()).containsExactly(DAY.minusDays(1), DAY);
    }

    private static ReadingsPlan plan(RecordedJob job) {
        return new ReadingsPlan(new RawFilesPlan(lake.parts(lease), lake.work(), lake.raw()), job.repository());
    }

    private static RecordedJob job() {
        return new RecordedJob(lake.database(), BatchRun.ingest(1, 1, "inputs", DAY));
    }

    private static RawFilePartition group(String file) {
        return new RawFilePartition(List.of(new StoredObject(file, 1_000, "1")));
    }

    private static RawFilePartition.Result read(String file, long readings, LocalDate... eventDays) {
        return new RawFilePartition.Result(
                List.of(new DeliveryFile(file, 1_000, "1", readings, 0, readings, 0, 0, false)),
                List.of("run of " + file),
                List.of(eventDays),
                List.of());
    }
}
