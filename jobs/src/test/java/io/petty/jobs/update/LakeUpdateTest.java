package io.petty.jobs.update;

import static io.petty.jobs.SmallLake.COLLAR;
import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.SmallLake.OTHER_COLLAR;
import static io.petty.jobs.SmallLake.broken;
import static io.petty.jobs.SmallLake.rest;
import static io.petty.jobs.SmallLake.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.jobs.SmallLake;
import io.petty.jobs.StopRequest;
import io.petty.jobs.ingest.RawFolders;
import io.petty.lake.Delivery;
import io.petty.lake.Lake;
import io.petty.lake.NoDataException;
import io.petty.lake.Publication;
import io.petty.lake.Staleness;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import io.petty.timeline.Event;
import io.petty.timeline.Review;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeUpdateTest {
    private static final LocalDate NEXT_DAY = DAY.plusDays(1);
    private static final LocalDate LAST_DAY = DAY.plusDays(2);
    private static final String FILE = "00.ndjson";

    private SmallLake lake;

    @BeforeEach
    void openLake(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
    }

    @AfterEach
    void closeLake() throws IOException {
        lake.close();
    }

    @Test
    void ingestsDeliveredDaysAndPublishesTheirEventDays() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        lake.deliver(NEXT_DAY, FILE, together(rest(COLLAR, DAY, 12, 60), rest(COLLAR, NEXT_DAY, 10, 60)));

        RunOutcome outcome = run(false);

        assertThat(outcome.ingested()).containsExactly(DAY, NEXT_DAY);
        assertThat(outcome.published()).containsExactly(DAY, NEXT_DAY);
        assertThat(outcome.failures()).isEmpty();
        assertThat(readings(DAY)).isEqualTo(12);
        assertThat(readings(NEXT_DAY)).isEqualTo(10);
        assertThat(lake.state(Objects.requireNonNull(outcome.run()))).isEqualTo("completed");
    }

    @Test
    void doesNothingIfEverythingIsUpToDate() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        Publication before = published(DAY);

        RunOutcome outcome = run(false);

        assertThat(outcome.run()).isNull();
        assertThat(outcome.fresh()).containsExactly(DAY);
        assertThat(published(DAY)).isEqualTo(before);
    }

    @Test
    void forcedIngestionOfUnchangedFilesPublishesNoDayAgain() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        Publication before = published(DAY);

        RunOutcome outcome = lake.update(update -> update.runDay(DAY, true));

        assertThat(outcome.ingested()).containsExactly(DAY);
        assertThat(outcome.published()).isEmpty();
        assertThat(published(DAY)).isEqualTo(before);
    }

    @Test
    void publishesADayAgainWhenItsFilesChanged() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 11, 60));

        RunOutcome outcome = run(false);

        assertThat(outcome.published()).containsExactly(DAY);
        assertThat(readings(DAY)).isEqualTo(11);
    }

    @Test
    void removesTheReadingsOfADayWhoseFilesWereDeleted() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        lake.withdraw(DAY, FILE);

        RunOutcome outcome = run(false);

        assertThat(outcome.published()).containsExactly(DAY);
        assertThat(readings(DAY)).isZero();
        assertThat(lake.events(DAY, COLLAR)).isEmpty();
    }

    @Test
    void aDayThatFailsItsAuditKeepsItsEarlierReadingsAndDoesNotStopTheOthers() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        lake.deliver(DAY, FILE, together(rest(COLLAR, DAY, 15, 60), broken(2)));
        lake.deliver(NEXT_DAY, FILE, rest(COLLAR, NEXT_DAY, 10, 60));

        RunOutcome outcome = run(false);

        assertThat(outcome.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.day()).isEqualTo(DAY);
            assertThat(failure.audit()).isTrue();
            assertThat(failure.message()).startsWith("2 of 17 lines delivered on 2026-11-20 are rejects (11.8 %)");
        });
        assertThat(outcome.published()).containsExactly(NEXT_DAY);
        assertThat(readings(DAY)).isEqualTo(10);
        assertThat(lake.state(Objects.requireNonNull(outcome.run()))).isEqualTo("failed");
        assertThat(delivery(DAY).attemptState()).isEqualTo(Delivery.AttemptState.FAILED);
    }

    @Test
    void keepsTheContextsOfUnfinishedJobsOnly() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        assertThat(jobsWithContexts()).isEmpty();
        lake.deliver(DAY, FILE, together(rest(COLLAR, DAY, 15, 60), broken(2)));
        lake.deliver(NEXT_DAY, FILE, rest(COLLAR, NEXT_DAY, 10, 60));
        run(false);
        assertThat(jobsWithContexts()).containsExactly("FAILED");
    }

    private List<String> jobsWithContexts() {
        return lake.database()
                .client()
                .sql(
                        "select status from batch_job_execution e where exists"
                                + " (select * from batch_job_execution_context c where c.job_execution_id = e.job_execution_id)"
                                + " or exists (select * from batch_step_execution s join batch_step_execution_context c"
                                + " on c.step_execution_id = s.step_execution_id where s.job_execution_id = e.job_execution_id)")
                .query(String.class)
                .list();
    }

    @Test
    void reportsIgnoredFilesAndDaysWithoutRawFiles() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        lake.deliver(DAY, "notes.txt", List.of("ignored"));
        lake.deliver(NEXT_DAY, "notes.txt", List.of("ignored"));

        RunOutcome outcome = run(false);

        assertThat(outcome.findings().incomplete()).containsOnlyKeys(DAY);
        assertThat(outcome.findings().empty()).containsOnlyKeys(NEXT_DAY);
        assertThat(outcome.published()).containsExactly(DAY);
    }

    @Test
    void refusesADayThatWasNeverDelivered() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));

        assertThatExceptionOfType(NothingDeliveredException.class)
                .isThrownBy(() -> lake.update(update -> update.runDay(NEXT_DAY, false)))
                .withMessageContaining("No raw file for 2026-11-21")
                .withMessageEndingWith("Only 2026-11-20 was delivered there.");
    }

    @Test
    void computesDaysWithChangedBaselinesOnlyIfStaleDaysAreRequested() throws Exception {
        for (LocalDate day : List.of(DAY, NEXT_DAY)) {
            lake.deliver(day, FILE, rest(COLLAR, day, 10, 60));
        }
        run(false);
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 70.25));

        RunOutcome first = run(false);

        assertThat(first.published()).containsExactly(DAY);
        assertThat(lake.eventDays().staleness(NEXT_DAY)).containsExactly(Staleness.BASELINES);
        assertThat(run(true).published()).containsExactly(NEXT_DAY);
        assertThat(lake.eventDays().staleness(NEXT_DAY)).isEmpty();
    }

    @Test
    void foldsFeedbackInWithoutComputingTheDay() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        Event event = lake.events(DAY, COLLAR).get(0);
        lake.giveFeedback(
                event.eventId(), "owner", "negative", LAST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC));

        RunOutcome outcome = run(false);

        assertThat(outcome.feedback()).isTrue();
        assertThat(outcome.ingested()).isEmpty();
        assertThat(outcome.folded()).containsExactly(DAY);
        assertThat(lake.events(DAY, COLLAR))
                .singleElement()
                .satisfies(folded -> assertThat(folded.review()).isEqualTo(Review.REJECTED));
    }

    @Test
    void publishesADayBeforeComputingTheDayThatItCalibrates() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);
        lake.giveFeedback(
                lake.events(DAY, COLLAR).get(0).eventId(),
                "owner",
                "negative",
                DAY.atTime(20, 0).toInstant(ZoneOffset.UTC));
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 11, 60));
        lake.deliver(NEXT_DAY, FILE, rest(COLLAR, NEXT_DAY, 10, 60));

        assertThat(run(false).published()).containsExactly(DAY, NEXT_DAY);

        assertThat(published(NEXT_DAY).inputs().calibrationFingerprint()).isNotEmpty();
        assertThat(lake.eventDays().staleness(NEXT_DAY)).isEmpty();
    }

    @Test
    void recordsTheDayAsStoppedAfterAStopRequest() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        lake.stop().request();

        assertThatExceptionOfType(StopRequest.StoppedException.class).isThrownBy(() -> run(false));

        assertThat(delivery(DAY).attemptMessage()).isEqualTo("the run was stopped");
        assertThat(lake.publication(DAY)).isEmpty();
    }

    @Test
    void publishesNothingAfterAnotherRunTookOver() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        try (Lease lost = lake.take("run");
                Lease lease = lake.take("rerun")) {
            assertThatExceptionOfType(LeaseLostException.class)
                    .isThrownBy(() -> lake.update(lost, update -> update.runDay(DAY, false)));
            lease.check();
        }
        assertThat(lake.publication(DAY)).isEmpty();
        assertThat(lake.records().deliveries().find(DAY)).isEmpty();
    }

    @Test
    void computesDaysOneByOneIfOneHasDamagedReadings() throws Exception {
        for (LocalDate day : List.of(DAY, NEXT_DAY)) {
            lake.deliver(day, FILE, rest(COLLAR, day, 10, 60));
        }
        run(false);
        damageReadings(DAY);
        lake.deliver(LAST_DAY, FILE, together(rest(OTHER_COLLAR, DAY, 10, 60), rest(OTHER_COLLAR, NEXT_DAY, 10, 60)));

        RunOutcome outcome = run(false);

        assertThat(outcome.published()).containsExactly(NEXT_DAY);
        assertThat(outcome.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.day()).isEqualTo(DAY);
            assertThat(failure.audit()).isFalse();
        });
        assertThat(readings(DAY)).isEqualTo(10);
        assertThat(readings(NEXT_DAY)).isEqualTo(20);
    }

    @Test
    void rerunComputesAnUpToDateDayOnlyIfForced() throws Exception {
        lake.deliver(DAY, FILE, rest(COLLAR, DAY, 10, 60));
        run(false);

        assertThat(rerun(false).fresh()).containsExactly(DAY);
        RunOutcome forced = rerun(true);

        assertThat(forced.published()).containsExactly(DAY);
        assertThat(published(DAY).run()).isEqualTo(forced.run());
    }

    @Test
    void rerunRefusesADayWithoutReadings() {
        assertThatExceptionOfType(NoDataException.class)
                .isThrownBy(() -> rerun(false))
                .withMessageContaining("No reading of 2026-11-20 was ingested yet");
    }

    @Test
    void backfillUpdatesOneDayAndLeavesTheOthersUnchanged() throws Exception {
        for (LocalDate day : List.of(DAY, NEXT_DAY)) {
            lake.deliver(day, FILE, rest(COLLAR, day, 10, 60));
        }

        RunOutcome outcome = lake.update(update -> update.backfill(DAY, false, false));

        assertThat(outcome.ingested()).containsExactly(DAY);
        assertThat(outcome.published()).containsExactly(DAY);
        assertThat(lake.publication(NEXT_DAY)).isEmpty();
    }

    private RunOutcome run(boolean withStale) throws Exception {
        RawFolders folders = RawFolders.list(lake.raw());
        return lake.update(update -> update.run(folders, folders.days(), false, withStale));
    }

    private RunOutcome rerun(boolean force) throws Exception {
        return lake.update(update -> update.rerun(DAY, force));
    }

    /** Flips a bit in each file of a day's readings. */
    private void damageReadings(LocalDate day) throws IOException {
        for (DataFile file :
                Lake.currentDataFiles(lake.lake().readings(), Expressions.equal("event_day", day.toString()))) {
            Path path = Path.of(URI.create(file.location()).getPath());
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length * 3 / 10] ^= 1;
            Files.write(path, bytes);
        }
    }

    private Publication published(LocalDate day) {
        return lake.publication(day).orElseThrow();
    }

    private long readings(LocalDate day) {
        return published(day).content().readings();
    }

    private Delivery delivery(LocalDate day) {
        return lake.records().deliveries().find(day).orElseThrow();
    }
}
