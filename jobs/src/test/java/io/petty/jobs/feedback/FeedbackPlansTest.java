package io.petty.jobs.feedback;

import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.batch.RecordedJob.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.feedback.FeedbackRules;
import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.RecordedJob;
import io.petty.jobs.batch.WorkFolder;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackPlansTest {
    private static final LocalDate NEXT_DAY = DAY.plusDays(1);

    private static final AtomicLong LISTINGS = new AtomicLong();

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
    void dividesChangedShardsInOrderIntoFourPartitionsPerThread() throws IOException {
        List<FeedbackListing.Shard> shards = shards(10);

        List<FeedbackPartition> dealt = documents(shards, 2);

        assertThat(dealt).hasSize(8);
        assertThat(dealt.stream().flatMap(partition -> partition.shards().stream()))
                .containsExactlyElementsOf(shards);
        assertThat(dealt)
                .allSatisfy(partition -> assertThat(partition.readDay()).isEqualTo("2026-12-01"));
        assertThat(lake.progress().phase().total()).as("documents").isEqualTo(45);
    }

    @Test
    void makesNoMorePartitionsThanShards() throws IOException {
        assertThat(documents(shards(3), 2)).hasSize(3);
    }

    @Test
    void groupsDaysUntilTheirChangesJustifyAPartition() {
        List<FeedbackDays> dealt = days(Map.of(DAY, 19_999L), Map.of(DAY, 1L, NEXT_DAY, 5L));

        assertThat(dealt).containsExactly(new FeedbackDays(List.of(DAY)), new FeedbackDays(List.of(NEXT_DAY)));
        assertThat(lake.progress().phase().total()).as("event days").isEqualTo(2);
    }

    @Test
    void makesOnePartitionIfNoDayChanged() {
        assertThat(days(Map.of())).containsExactly(new FeedbackDays(List.of()));
    }

    private static List<FeedbackPartition> documents(List<FeedbackListing.Shard> shards, int parallelism)
            throws IOException {
        WorkFolder work = lake.work();
        String listing = FeedbackListing.save(work, LISTINGS.incrementAndGet(), shards);
        RecordedJob job = new RecordedJob(lake.database(), BatchRun.feedback(1, 1, "inputs", listing));
        FeedbackRoot root =
                new FeedbackRoot(lake.feedback(), FeedbackRules.DEFAULTS, "a secret for owners' keys, of 32");
        return new FeedbackDocumentsPlan(lake.parts(lease), work, root)
                .inputs(job.step("feedbackDocuments"), parallelism);
    }

    /** Returns shards, numbered from 0. Shard n has n documents. */
    private static List<FeedbackListing.Shard> shards(int count) {
        return IntStream.range(0, count)
                .mapToObj(shard -> new FeedbackListing.Shard(shard, "", shard, "fingerprint " + shard))
                .toList();
    }

    /** @param changes the numbers of changed events of each shard, by event day */
    @SafeVarargs
    private static List<FeedbackDays> days(Map<LocalDate, Long>... changes) {
        RecordedJob job = new RecordedJob(lake.database(), BatchRun.feedback(1, 1, "inputs", "listing"));
        for (Map<LocalDate, Long> changed : changes) {
            FeedbackPartition.ShardResult shard = new FeedbackPartition.ShardResult(
                    new FeedbackDeliveries.Shard(0, "fingerprint", 1, 0, 0),
                    List.of(file(1)),
                    1,
                    0,
                    new TreeMap<>(changed),
                    new TreeSet<>(),
                    List.of());
            job.completed(
                    "feedbackDocuments",
                    new FeedbackPartition(List.of(), DAY),
                    new FeedbackPartition.Result(List.of(shard)));
        }
        return new FeedbackDaysPlan(lake.lake(), job.repository(), lake.progress()).inputs(job.step("feedback"), 2);
    }
}
