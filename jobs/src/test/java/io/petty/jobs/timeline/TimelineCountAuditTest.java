package io.petty.jobs.timeline;

import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.batch.RecordedJob.file;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.lake.Contribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day with two deliveries, of 100 and of 40 readings. Some readings may be in both. */
class TimelineCountAuditTest {
    private static SmallLake lake;

    @BeforeAll
    static void deliverTwice(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
        long run = lake.records().runs().start("run");
        for (int i = 0; i < 2; i++) {
            Contribution given = new Contribution(DAY.plusDays(i), DAY, i == 0 ? 100 : 40, "a".repeat(64));
            lake.records().deliveries().attempt(given.deliveryDay(), run);
            lake.records()
                    .deliveries()
                    .complete(given.deliveryDay(), run, "fingerprint", List.of(), List.of(), List.of(given));
        }
    }

    @AfterAll
    static void closeLake() throws IOException {
        lake.close();
    }

    @Test
    void passesADayWithReadingsBetweenTheLargestDeliveryAndTheSumOfAll() {
        assertThatCode(() -> audit(computed(60, 40))).doesNotThrowAnyException();
        assertThatCode(() -> audit(computed(100, 40))).doesNotThrowAnyException();
    }

    @Test
    void failsADayThatLostReadings() {
        assertThatIllegalStateException()
                .isThrownBy(() -> audit(computed(59, 40)))
                .withMessage("Timelines of 2026-11-20 were computed from 99 readings, but 100 to 140 were ingested");
    }

    @Test
    void failsADayWithMoreReadingsThanDelivered() {
        assertThatIllegalStateException()
                .isThrownBy(() -> audit(computed(101, 40)))
                .withMessageContaining("from 141 readings");
    }

    @Test
    void failsIfFilesLackEventsOrSummaries() {
        assertThatIllegalStateException()
                .isThrownBy(() -> audit(written(100, 6, 2)))
                .withMessage("7 events and 2 summaries were computed, but 6 events and 2 summaries were written");
        assertThatIllegalStateException()
                .isThrownBy(() -> audit(written(100, 7, 1)))
                .withMessage("7 events and 2 summaries were computed, but 7 events and 1 summaries were written");
    }

    private static void audit(RecordedJob job) throws Exception {
        job.execute(new TimelineCountAudit(job.repository(), lake.records().deliveries()));
    }

    /** Returns a job with a partition for each given number of readings. Each partition has one bucket. */
    private static RecordedJob computed(long... readings) {
        RecordedJob job = job();
        for (long count : readings) {
            record(job, count, 7, 2);
        }
        return job;
    }

    private static RecordedJob written(long readings, long eventRows, long summaryRows) {
        RecordedJob job = job();
        record(job, readings, eventRows, summaryRows);
        return job;
    }

    private static RecordedJob job() {
        return new RecordedJob(lake.database(), BatchRun.timeline(1, 1, "inputs", List.of(DAY)));
    }

    /** Records that 7 events and 2 summaries were computed, and files with the given numbers of rows. */
    private static void record(RecordedJob job, long readings, long eventRows, long summaryRows) {
        TimelinePartition.BucketDay bucket =
                new TimelinePartition.BucketDay(DAY, 0, 2, readings, 7, FoundFeedback.NONE, "resting", List.of());
        job.completed(
                "timelines",
                new BucketPartition(0, 1),
                new TimelinePartition(
                        List.of(file(eventRows)), List.of(file(summaryRows)), List.of(), List.of(), List.of(bucket)));
    }
}
