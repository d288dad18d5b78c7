package io.petty.lake.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.Deliveries;
import io.petty.lake.LeaseHolder;
import io.petty.lake.Runs;
import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class LeaseTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private static LakeDatabase database;

    private Deliveries deliveries;
    private Leases leases;

    @BeforeAll
    static void openDatabase(@TempDir Path home) {
        database = LakeDatabase.openEmbedded(home);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void freeTheLake() {
        JdbcClient.create(database.dataSource())
                .sql("update leases set holder = null, home_lock = null, run_id = null")
                .update();
        deliveries = new Deliveries(database, Clock.systemUTC());
        Runs runs = new Runs(database, Clock.systemUTC());
        leases = new Leases(database, runs, deliveries, Duration.ofHours(10));
    }

    @Test
    void grantsTheLakeToOneRunAndShowsTheHolderToOthers() {
        try (Lease lease = take("run").orElseThrow()) {
            assertThat(take("rerun")).isEmpty();
            LeaseHolder holder = leases.holder(null).orElseThrow();
            assertThat(holder.description()).isEqualTo("run %d (run, process 1)".formatted(lease.run()));
            assertThat(holder.silence()).isLessThan(Duration.ofHours(1));
            passHours(2);
            assertThat(leases.holder(null).orElseThrow().silence()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
            lease.check();
        }
    }

    @Test
    void isReleasedWhenClosed() {
        take("run").orElseThrow().close();
        assertThat(leases.holder(null)).isEmpty();
        take("rerun").orElseThrow().close();
    }

    @Test
    void isTakenOverIfItExpiresWithoutAHeartbeat() {
        try (Lease asleep = take("run").orElseThrow()) {
            passHours(9);
            assertThat(take("rerun")).isEmpty();
            passHours(2);
            assertThat(leases.holder(null)).isEmpty();
            try (Lease lease = take("rerun").orElseThrow()) {
                assertThat(lease.run()).isGreaterThan(asleep.run());
                lease.check();
            }
        }
    }

    @Test
    void preventsAHolderThatLostItFromPublishing() {
        List<String> published = new ArrayList<>();
        try (Lease asleep = take("run").orElseThrow()) {
            passHours(11);
            try (Lease lease = take("rerun").orElseThrow()) {
                assertThatThrownBy(asleep::check)
                        .isInstanceOf(LeaseLostException.class)
                        .hasMessageContaining("Run " + asleep.run())
                        .hasMessageContaining("petty.lease.expiry");
                assertThatThrownBy(() -> asleep.publish(() -> published.add("asleep")))
                        .isInstanceOf(LeaseLostException.class);
                lease.publish(() -> published.add("awake"));
                asleep.close();
                assertThat(leases.holder(null)).isPresent();
            }
        }
        assertThat(published).containsExactly("awake");
    }

    @Test
    void isTakenOverAtOnceByTheNextOwnerOfTheHomeLock() {
        try (Lease dead = take("run", "home").orElseThrow()) {
            assertThat(take("rerun", "another home")).isEmpty();
            assertThat(take("rerun", null)).isEmpty();
            assertThat(leases.holder(null)).isPresent();
            assertThat(leases.holder("home")).isEmpty();
            take("rerun", "home").orElseThrow().close();
            assertThatThrownBy(dead::check).isInstanceOf(LeaseLostException.class);
        }
    }

    @Test
    void marksADeadRunAndItsAttemptsAsFailed() {
        Lease dead = take("run").orElseThrow();
        deliveries.attempt(DAY, dead.run());
        passHours(11);
        try (Lease lease = take("rerun").orElseThrow()) {
            assertThat(deliveries.find(DAY).orElseThrow().attemptMessage()).isEqualTo("the run was cut off");
            assertThat(state(dead.run())).isEqualTo("failed");
            assertThat(state(lease.run())).isEqualTo("running");
        }
        dead.close();
    }

    private Optional<Lease> take(String command) {
        return take(command, null);
    }

    private Optional<Lease> take(String command, @Nullable String homeLock) {
        return leases.take(command, "process 1", homeLock, () -> {});
    }

    /** Moves the last heartbeat into the past. */
    private void passHours(int hours) {
        JdbcClient.create(database.dataSource())
                .sql("update leases set heartbeat_at = heartbeat_at - interval '%d' hour".formatted(hours))
                .update();
    }

    private String state(long run) {
        return JdbcClient.create(database.dataSource())
                .sql("select state from runs where run_id = ?")
                .param(run)
                .query(String.class)
                .single();
    }
}
