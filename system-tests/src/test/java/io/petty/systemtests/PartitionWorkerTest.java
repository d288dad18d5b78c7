package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.queue.PartitionMessage;
import io.petty.jobs.queue.PartitionQueue;
import io.petty.jobs.queue.SharedSettings;
import io.petty.jobs.worker.PartitionClaims;
import io.petty.jobs.worker.PartitionWorker;
import io.petty.jobs.worker.WorkerSettings;
import io.petty.jobs.worker.Workers;
import io.petty.lake.LakeDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker makes of messages, over a queue that speaks SQS. */
class PartitionWorkerTest {
    private static final long RUN = 7;
    private static final SharedSettings SHARED = SharedSettings.of(Map.of("petty.lake", "/lake"));
    private static final PartitionMessage PARTITION =
            new PartitionMessage("timelines", "timelines:0000", 1, 100, SHARED);

    @TempDir
    private static Path home;

    private static final QueueServer server = QueueServer.start();
    private static LakeDatabase database;
    private static PartitionQueue queue;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final StopRequest stop = new StopRequest();
    private WorkerSettings settings = settings(Duration.ofMillis(1));
    private PartitionClaims claims;

    @BeforeAll
    static void open() {
        server.properties().forEach(System::setProperty);
        database = LakeDatabase.openEmbedded(home);
        queue = PartitionQueue.open(server.queue(), server.deadLetters(), 4);
    }

    @BeforeEach
    void openClaims() {
        claims = new PartitionClaims(database.dataSource(), settings);
    }

    @AfterEach
    void clear() {
        claims.withdraw(RUN);
        server.purge();
    }

    @AfterAll
    static void close() {
        server.properties().keySet().forEach(System::clearProperty);
        queue.close();
        database.close();
        server.close();
    }

    private static WorkerSettings settings(Duration idleLimit) {
        return new WorkerSettings(
                server.queue(), server.deadLetters(), 64, Duration.ofMinutes(5), 2, 3, Duration.ofHours(1), idleLimit);
    }

    private PartitionWorker.Outcome work(PartitionWork work) throws InterruptedException {
        return work(queue, work);
    }

    private PartitionWorker.Outcome work(PartitionQueue from, PartitionWork work) throws InterruptedException {
        PartitionWorker worker = new PartitionWorker(
                from,
                claims,
                new Workers(database.dataSource(), settings),
                settings,
                SHARED,
                work,
                this::log,
                stop,
                new Progress(),
                "worker",
                "process 1 on here",
                2);
        return worker.work();
    }

    private void log(String line) {
        lines.add(line);
        if (line.contains(" given up")) {
            stop.request();
        }
    }

    /** A step {@code timelines}. */
    private interface PartitionWork extends PartitionWorker.Work {
        @Override
        default boolean knows(PartitionMessage message) {
            return message.step().equals("timelines");
        }
    }

    @Test
    void doesAPartitionOnceThoughItsMessageComesTwiceAndEndsWhenThereAreNoMore() throws Exception {
        claims.offer(RUN, List.of(PARTITION));
        queue.send(List.of(PARTITION, PARTITION));
        PartitionWorker.Outcome outcome = work((message, claim) -> done.add(message.partition()));
        assertThat(done).containsExactly("timelines:0000");
        assertThat(outcome.partitions()).isEqualTo(1);
        assertThat(outcome.answered()).isTrue();
        assertThat(queue.waiting()).isZero();
        assertThat(claims.counts(RUN))
                .containsExactly(new PartitionClaims.Count(PartitionClaims.State.DONE, "worker", 1, 0));
    }

    @Test
    void putsAsideWhatIsNoPartitionOfAnyStepItKnows() throws Exception {
        server.send("{\"type\":\"something\"}");
        queue.send(List.of(new PartitionMessage("erasing", "erasing:1", 1, 101, SHARED)));
        work((message, claim) -> done.add(message.partition()));
        assertThat(done).isEmpty();
        assertThat(server.takeDeadLetters()).hasSize(2);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void leavesPartitionsOfARunWithOtherSettingsToOthersAndNamesThem() {
        // Without an idle limit, so that whichever thread meets it ends the other, too.
        settings = settings(Duration.ZERO);
        PartitionMessage foreign = new PartitionMessage(
                "timelines", "timelines:0000", 1, 100, SharedSettings.of(Map.of("petty.lake", "/other")));
        claims.offer(RUN, List.of(foreign));
        queue.send(List.of(foreign));
        assertThatThrownBy(() -> work((message, claim) -> done.add(message.partition())))
                .isInstanceOf(PartitionWorker.OtherSettingsException.class)
                .hasMessageContaining("petty.lake");
        assertThat(done).isEmpty();
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void triesAPartitionThatFailsAgainAndPutsItAsideAtLast() throws Exception {
        // Until it is given up.
        settings = settings(Duration.ZERO);
        claims.offer(RUN, List.of(PARTITION));
        queue.send(List.of(PARTITION));
        work((message, claim) -> {
            done.add("attempt " + claim.attempt());
            throw new IllegalStateException("a reason");
        });
        assertThat(done).containsExactly("attempt 1", "attempt 2");
        assertThat(claims.failures(RUN))
                .containsExactly(new PartitionClaims.Failure(100, "timelines:0000", "a reason"));
        assertThat(server.takeDeadLetters()).containsExactly(PARTITION.text());
        assertThat(lines)
                .containsExactly(
                        "timelines:0000 failed, to be tried again: a reason", "timelines:0000 given up: a reason");
    }

    @Test
    void goesOnAfterAPartitionThatAnErrorOfTheJavaMachineEnded() throws Exception {
        // Until it is given up.
        settings = settings(Duration.ZERO);
        claims.offer(RUN, List.of(PARTITION));
        queue.send(List.of(PARTITION));
        work((message, claim) -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(claims.failures(RUN))
                .extracting(PartitionClaims.Failure::reason)
                .singleElement()
                .asString()
                .contains("PETTY_HEAP=");
        assertThat(lines).hasSize(2).allMatch(line -> line.lines().count() == 1);
    }

    @Test
    void givesBackWhatItHasInHandWhenItIsToStop() throws Exception {
        claims.offer(RUN, List.of(PARTITION));
        queue.send(List.of(PARTITION));
        work((message, claim) -> {
            stop.request();
            stop.check();
        });
        assertThat(claims.counts(RUN))
                .extracting(PartitionClaims.Count::state)
                .containsExactly(PartitionClaims.State.WAITING);
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void recordsNothingOfAPartitionThatWasTakenFromIt() throws Exception {
        claims.offer(RUN, List.of(PARTITION));
        queue.send(List.of(PARTITION));
        work((message, claim) -> {
            claims.withdraw(RUN);
            claims.fenced(claim, () -> done.add("recorded"));
        });
        assertThat(done).isEmpty();
        assertThat(lines).containsExactly("timelines:0000 is no longer this worker's");
    }

    @Test
    void saysThatTheQueueDidNotAnswer() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1/000000000000/partitions");
        try (PartitionQueue silent = PartitionQueue.open(nowhere, null, 4)) {
            assertThat(work(silent, (message, claim) -> done.add("none")).answered())
                    .isFalse();
        }
    }
}
