package io.petty.jobs.forget;

import static io.petty.jobs.SmallLake.COLLAR;
import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.SmallLake.OTHER_COLLAR;
import static io.petty.jobs.SmallLake.rest;
import static io.petty.jobs.SmallLake.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.jobs.SmallLake;
import io.petty.jobs.StopRequest;
import io.petty.jobs.partition.LocalEngine;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import io.petty.timeline.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published day of two collars, with feedback on an event of each. */
class ForgettingTest {
    private static final Instant SAID_AT = Instant.parse("2026-11-25T08:00:00Z");

    private SmallLake lake;
    private LocalEngine engine;
    private List<Event> others;

    @BeforeEach
    void publishADay(@TempDir Path folder) throws Exception {
        lake = new SmallLake(folder);
        engine = new LocalEngine(1, new StopRequest(), lake.progress());
        lake.deliver(DAY, "00.ndjson", together(rest(COLLAR, DAY, 10, 60), rest(OTHER_COLLAR, DAY, 10, 70)));
        run();
        for (String collar : List.of(COLLAR, OTHER_COLLAR)) {
            lake.giveFeedback(lake.events(DAY, collar).get(0).eventId(), "owner", "positive", SAID_AT);
        }
        run();
        others = lake.events(DAY, OTHER_COLLAR);
    }

    @AfterEach
    void closeLake() throws IOException {
        engine.close();
        lake.close();
    }

    @Test
    void erasesTheCollarAndKeepsTheOther() throws Exception {
        Forgot forgot = forget(() -> {});

        assertThat(forgot.isFound()).isTrue();
        assertThat(forgot.deliveryDays()).containsExactly(DAY);
        assertThat(forgot.eventDays()).containsExactly(DAY);
        assertThat(forgot.rows()).containsEntry("readings", 10L).containsEntry("timelines", 1L);
        assertIsErased();
        assertThat(lake.eventDays().staleness(DAY)).isEmpty();
    }

    @Test
    void ingestsNoMoreReadingsOfTheCollar() throws Exception {
        forget(() -> {});
        lake.deliver(DAY, "01.ndjson", rest(COLLAR, DAY, 30, 60));

        run();

        assertThat(lake.events(DAY, COLLAR)).isEmpty();
        assertThat(lake.records().deliveries().find(DAY).orElseThrow().ingested())
                .satisfies(ingested -> assertThat(ingested.forgotten()).isEqualTo(40));
    }

    @Test
    void findsNothingForAnUnknownCollar() throws Exception {
        try (Lease lease = lake.take("forget")) {
            assertThat(forgetting(lease, () -> {}).forget("NOBODY-01").isFound())
                    .isFalse();
        }
        assertThat(lake.events(DAY, COLLAR)).hasSize(1);
    }

    @Test
    void aStopAtAnyMomentLeavesCompleteDaysAndTheNextErasureFinishes() throws Exception {
        int check = 1;
        // Not every check is tried, since each erasure takes a while.
        for (; isStoppedAt(check); check *= 2) {
            assertThat(lake.events(DAY, OTHER_COLLAR)).isEqualTo(others);
            assertThat(lake.events(DAY, COLLAR).size())
                    .isEqualTo(lake.publication(DAY).orElseThrow().content().collars() - 1);
        }
        assertThat(check).as("the first check that an erasure doesn't reach").isGreaterThan(4);
        assertIsErased();
    }

    @Test
    void erasesNothingAfterAnotherRunTookOver() throws Exception {
        try (Lease lost = lake.take("forget");
                Lease lease = lake.take("run")) {
            assertThatExceptionOfType(LeaseLostException.class)
                    .isThrownBy(() -> forgetting(lost, () -> {}).forget(COLLAR));
            lease.check();
        }
        assertThat(lake.events(DAY, COLLAR)).hasSize(1);
        assertThat(lake.forgotten().unfinished()).isZero();
    }

    /**
     * Starts an erasure and stops it at the given check. Returns false if the erasure ended before it reached this
     * check.
     */
    private boolean isStoppedAt(int check) throws Exception {
        AtomicInteger checks = new AtomicInteger();
        StopRequest stop = new StopRequest();
        try {
            forget(() -> {
                if (checks.incrementAndGet() == check) {
                    stop.request();
                }
                stop.check();
            });
            return false;
        } catch (StopRequest.StoppedException e) {
            return true;
        }
    }

    private void assertIsErased() throws IOException {
        assertThat(lake.events(DAY, COLLAR)).isEmpty();
        assertThat(lake.events(DAY, OTHER_COLLAR)).isEqualTo(others);
        assertThat(lake.publication(DAY).orElseThrow().content().collars()).isOne();
        assertThat(lake.records().publications().history(DAY)).hasSize(1);
        assertThat(lake.forgotten().unfinished()).isZero();
    }

    private void run() throws Exception {
        lake.update(update -> update.runDay(DAY, false));
    }

    private Forgot forget(Runnable check) throws Exception {
        try (Lease lease = lake.take("forget")) {
            return forgetting(lease, check).forget(COLLAR);
        }
    }

    private Forgetting forgetting(Lease lease, Runnable check) {
        return new Forgetting(lake.parts(lease), engine, check);
    }
}
