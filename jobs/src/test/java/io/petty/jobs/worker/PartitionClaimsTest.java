package io.petty.jobs.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.jobs.queue.PartitionMessage;
import io.petty.jobs.queue.SharedSettings;
import io.petty.jobs.worker.PartitionClaims.State;
import io.petty.lake.LakeDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class PartitionClaimsTest {
    private static final long RUN = 7;
    private static final PartitionMessage PARTITION =
            new PartitionMessage("timelines", "timelines:0000", 1, 100, SharedSettings.of(Map.of()));
    private static final PartitionMessage OTHER =
            new PartitionMessage("timelines", "timelines:0001", 1, 101, SharedSettings.of(Map.of()));

    private static LakeDatabase database;

    private PartitionClaims claims;

    @BeforeAll
    static void openDatabase(@TempDir Path home) {
        database = LakeDatabase.openEmbedded(home);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void offer() {
        claims = new PartitionClaims(
                database.dataSource(),
                new WorkerSettings(
                        URI.create("http://127.0.0.1/queue"),
                        null,
                        64,
                        Duration.ofHours(10),
                        2,
                        3,
                        Duration.ofHours(1),
                        Duration.ZERO));
        claims.withdraw(RUN);
        claims.offer(RUN, List.of(PARTITION, OTHER));
    }

    @Test
    void giveAPartitionToOneWorkerHoweverOftenItsMessageComes() {
        Claim claim = claims.claim(PARTITION, "first").orElseThrow();
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claims.claim(PARTITION, "first")).isEmpty();
        assertThat(claims.claim(PARTITION, "second")).isEmpty();
        claims.done(claim);
        assertThat(claims.claim(PARTITION, "second")).isEmpty();
        assertThat(claims.counts(RUN))
                .containsExactlyInAnyOrder(
                        new PartitionClaims.Count(State.DONE, "first", 1, 0),
                        new PartitionClaims.Count(State.WAITING, null, 1, 0));
    }

    @Test
    void giveTheSilentOnesPartitionToAnotherAndFenceTheSilentOneOff() {
        Claim frozen = claims.claim(PARTITION, "frozen").orElseThrow();
        silence(PARTITION);
        Claim taken = claims.claim(PARTITION, "second").orElseThrow();

        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(claims.beat(frozen)).isFalse();
        AtomicBoolean changed = new AtomicBoolean();
        assertThatThrownBy(() -> claims.fenced(frozen, () -> changed.set(true)))
                .isInstanceOf(ClaimLostException.class)
                .hasMessageContaining("timelines:0000");
        assertThat(changed).isFalse();
        assertThatThrownBy(() -> claims.done(frozen)).isInstanceOf(ClaimLostException.class);
        assertThatThrownBy(() -> claims.failed(frozen, "too late")).isInstanceOf(ClaimLostException.class);
        claims.release(frozen);
        assertThat(claims.beat(taken)).isTrue();
        claims.fenced(taken, () -> changed.set(true));
        assertThat(changed).isTrue();
    }

    @Test
    void keepAPartitionWithWhoGivesSignsOfLife() {
        Claim claim = claims.claim(PARTITION, "first").orElseThrow();
        silence(PARTITION);
        claims.beat(claim);
        assertThat(claims.claim(PARTITION, "second")).isEmpty();
        assertThat(claims.takeFromTheSilent(RUN)).isEmpty();
    }

    @Test
    void haveASilentOnesPartitionSentAgainUntilTooManyDiedOverIt() {
        for (int death = 1; death <= 3; death++) {
            assertThat(claims.claim(PARTITION, "worker " + death)).isPresent();
            silence(PARTITION);
            assertThat(claims.takeFromTheSilent(RUN)).containsExactly(100L);
            assertThat(claims.takeFromTheSilent(RUN)).isEmpty();
        }
        assertThat(claims.claim(PARTITION, "worker 4")).isEmpty();
        assertThat(claims.failures(RUN))
                .containsExactly(new PartitionClaims.Failure(100, "timelines:0000", "3 workers died over it"));
    }

    @Test
    void giveUpAPartitionThatFailedTooOften() {
        assertThat(claims.failed(claims.claim(PARTITION, "first").orElseThrow(), "once"))
                .isFalse();
        assertThat(claims.failures(RUN)).isEmpty();
        assertThat(claims.failed(claims.claim(PARTITION, "second").orElseThrow(), "twice"))
                .isTrue();
        assertThat(claims.claim(PARTITION, "third")).isEmpty();
        assertThat(claims.failures(RUN)).containsExactly(new PartitionClaims.Failure(100, "timelines:0000", "twice"));
    }

    @Test
    void doNotCountWhatAWorkerGaveBackToStop() {
        for (int i = 0; i < 5; i++) {
            claims.release(claims.claim(PARTITION, "worker").orElseThrow());
        }
        assertThat(claims.claim(PARTITION, "worker").orElseThrow().attempt()).isEqualTo(6);
        assertThat(claims.failures(RUN)).isEmpty();
    }

    @Test
    void refuseMessagesOfARunThatIsOver() {
        Claim claim = claims.claim(PARTITION, "first").orElseThrow();
        claims.withdraw(RUN);
        assertThat(claims.claim(OTHER, "first")).isEmpty();
        assertThat(claims.beat(claim)).isFalse();
        assertThatThrownBy(() -> claims.done(claim)).isInstanceOf(ClaimLostException.class);
    }

    @Test
    void refuseAMessageThatNamesAnotherPartitionThanItsNumber() {
        PartitionMessage forged =
                new PartitionMessage("readings", "readings:0000", 1, 100, SharedSettings.of(Map.of()));
        assertThat(claims.claim(forged, "first")).isEmpty();
    }

    @Test
    void haveSentAgainWhatHasWaitedForLong() {
        assertThat(claims.sendAgain(RUN)).isEmpty();
        age("sent_at", PARTITION);
        assertThat(claims.sendAgain(RUN)).containsExactly(100L);
        assertThat(claims.sendAgain(RUN)).isEmpty();
    }

    private void silence(PartitionMessage partition) {
        age("heartbeat_at", partition);
    }

    private void age(String column, PartitionMessage partition) {
        JdbcClient.create(database.dataSource())
                .sql("update partition_claims set " + column + " = " + column
                        + " - interval '11' hour where step_execution_id = ?")
                .param(partition.stepExecution())
                .update();
    }
}
