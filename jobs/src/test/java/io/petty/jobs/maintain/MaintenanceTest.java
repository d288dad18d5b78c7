package io.petty.jobs.maintain;

import static io.petty.jobs.SmallLake.COLLAR;
import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.SmallLake.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.jobs.SmallLake;
import io.petty.jobs.StopRequest;
import io.petty.lake.Publication;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import io.petty.timeline.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day that was published twice, the second time with another event. */
class MaintenanceTest {
    private static final Duration LONG = Duration.ofDays(36_500);

    /**
     * A clock set after the end of all default retention periods, whether they began by the system's clock or by the
     * lake's.
     */
    private static final Clock LATE = Clock.offset(Clock.systemUTC(), Duration.ofDays(4_000));

    private SmallLake lake;
    private List<Event> events;

    @BeforeEach
    void publishADayTwice(@TempDir Path folder) throws Exception {
        lake = new SmallLake(folder);
        for (int minutes : new int[] {10, 20}) {
            lake.deliver(DAY, "00.ndjson", rest(COLLAR, DAY, minutes, 60));
            lake.update(update -> update.runDay(DAY, false));
        }
        events = lake.events(DAY, COLLAR);
    }

    @AfterEach
    void closeLake() throws IOException {
        lake.close();
    }

    @Test
    void removesOldDataAndKeepsWhatReadersSee() throws Exception {
        Removed planned = late().plan();
        assertThat(lake.records().publications().history(DAY)).hasSize(2);

        Removed removed = remove(late());

        assertThat(removed.publications()).isOne();
        assertThat(removed.jobs()).isEqualTo(4);
        assertThat(removed.tables())
                .filteredOn(table -> table.table().endsWith("timelines"))
                .singleElement()
                .satisfies(table -> {
                    assertThat(table.snapshots()).isPositive();
                    assertThat(table.files()).isPositive();
                });
        assertThat(planned.publications()).isEqualTo(removed.publications());
        assertThat(lake.records().publications().history(DAY)).hasSize(1);
        assertThat(lake.events(DAY, COLLAR)).isEqualTo(events);
    }

    @Test
    void removesNothingTheSecondTime() throws Exception {
        remove(late());

        Removed again = remove(late());

        assertThat(again.publications()).isZero();
        assertThat(again.tables()).allSatisfy(table -> {
            assertThat(table.snapshots()).isZero();
            assertThat(table.files()).isZero();
            assertThat(table.orphans()).isZero();
        });
    }

    @Test
    void keepsEverythingWithinTheRetention() throws Exception {
        Publication before = lake.records().publications().history(DAY).get(1);

        Removed removed = remove(maintenance(new Retention(LONG, LONG, LONG, LONG), lake.stop()));

        assertThat(removed.publications() + removed.runs() + removed.jobs()).isZero();
        assertThat(removed.tables())
                .allSatisfy(table -> assertThat(table.snapshots()).isZero());
        assertThat(lake.records().publications().history(DAY)).contains(before);
    }

    @Test
    void endsBetweenTablesAfterAStopRequestAndRemovesTheRestNextTime() throws Exception {
        StopRequest stop = new StopRequest();
        stop.request();

        assertThatExceptionOfType(StopRequest.StoppedException.class)
                .isThrownBy(() -> remove(maintenance(Retention.DEFAULTS, stop)));

        assertThat(lake.events(DAY, COLLAR)).isEqualTo(events);
        assertThat(remove(late()).tables())
                .anySatisfy(table -> assertThat(table.files()).isPositive());
    }

    @Test
    void removesNothingAfterAnotherRunTookOver() {
        try (Lease lost = lake.take("maintain");
                Lease lease = lake.take("run")) {
            assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> late().remove(lost));
            lease.check();
        }
        assertThat(lake.records().publications().history(DAY)).hasSize(2);
    }

    private Removed remove(Maintenance maintenance) {
        try (Lease lease = lake.take("maintain")) {
            return maintenance.remove(lease);
        }
    }

    private Maintenance late() {
        return maintenance(Retention.DEFAULTS, lake.stop());
    }

    private Maintenance maintenance(Retention retention, StopRequest stop) {
        return new Maintenance(lake.lake(), retention, LATE, stop, lake.progress());
    }
}
