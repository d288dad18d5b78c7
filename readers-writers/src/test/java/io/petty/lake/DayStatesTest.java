package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.database.LakeDatabase;
import io.petty.process.HandClock;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventClass;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class DayStatesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final RulesInForce RULES = new RulesInForce("2027.1", 90, 90);
    private static final DeliveryFile GOOD = new DeliveryFile("good", 10, "1", 3, 0, 2, 1, 0, false);
    private static final DeliveryFile BROKEN = new DeliveryFile("broken", 10, "1", 0, 0, 0, 0, 0, true);

    private static LakeDatabase database;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-21T02:00:00Z"));

    private Deliveries deliveries;
    private FeedbackDeliveries feedback;
    private Publications publications;
    private Runs runs;
    private Optional<LeaseHolder> holder = Optional.empty();
    private Runnable onHolderQuery = () -> {};

    @BeforeAll
    static void openDatabase(@TempDir Path home) {
        database = LakeDatabase.openEmbedded(home);
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void empty() {
        for (String table : List.of(
                "published_days",
                "publication_voices",
                "publications",
                "contributions",
                "delivery_files",
                "deliveries",
                "feedback_days",
                "rules_in_force",
                "runs")) {
            JdbcClient.create(database.dataSource()).sql("delete from " + table).update();
        }
        deliveries = new Deliveries(database, clock);
        feedback = new FeedbackDeliveries(database);
        publications = new Publications(database);
        runs = new Runs(database, clock);
        publications.record(RULES);
    }

    @Test
    void aPublishedDayIsFreshWithItsCountsRunAndTime() throws IOException {
        long run = ingest(DAY, "readings", GOOD);
        publish(DAY, run);

        assertThat(recorded(DAY))
                .isEqualTo(new DayState(
                        DAY, DayState.State.FRESH, "", run, clock.instant(), clock.instant(), 1, 2, 1, 0, false));
    }

    @Test
    void aDayWithLostFilesIsIncompleteAndNamesThem() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD, BROKEN));

        assertThat(shown(recorded(DAY))).isEqualTo("incomplete: 1 unusable file: broken");
        assertThat(recorded(DAY).incomplete()).isTrue();
    }

    @Test
    void aDayIsStaleForEachChangedInput() throws IOException {
        LocalDate before = DAY.minusDays(1);
        publish(before, ingest(before, "before", GOOD));
        publish(DAY, ingest(DAY, "readings", GOOD));

        feedback.completeDays(List.of(DAY), List.of(new FeedbackDeliveries.Day(DAY, 1, clock.instant(), "said")));
        assertThat(shown(recorded(DAY))).isEqualTo("stale: feedback changed");

        publish(before, ingest(before, "other", GOOD), voice(before, DAY.minusDays(1)));
        publications.record(new RulesInForce("2027.1+12345678", 90, 90));
        clock.forward(Duration.ofHours(1));
        ingest(DAY, "more", GOOD);
        assertThat(shown(recorded(DAY)))
                .isEqualTo(
                        "stale: readings changed, feedback changed, calibration moved, baselines changed, rules changed");
    }

    @Test
    void readingsAddedOnlyByALaterDeliveryAreLate() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD));
        clock.forward(Duration.ofDays(1));
        LocalDate next = DAY.plusDays(1);
        long run = runs.start("run");
        deliveries.attempt(next, run);
        deliveries.complete(
                next, run, "files", List.of(), List.of(GOOD), List.of(new Contribution(next, DAY, 1, "late")));

        assertThat(shown(recorded(DAY))).isEqualTo("stale: late readings");
    }

    @Test
    void voicesCountOnlyFromTheDayAfterTheyWereGiven() throws IOException {
        LocalDate before = DAY.minusDays(1);
        publish(before, ingest(before, "before", GOOD), voice(before, DAY));
        publish(DAY, ingest(DAY, "readings", GOOD));

        assertThat(shown(recorded(DAY))).isEqualTo("fresh");
    }

    @Test
    void onlyDaysWithinTheWindowsOfTheRulesCount() throws IOException {
        LocalDate before = DAY.minusDays(2);
        publish(DAY, ingest(DAY, "readings", GOOD));
        publish(before, ingest(before, "before", GOOD), voice(before, before));

        publications.record(new RulesInForce("2027.1", 1, 1));
        assertThat(shown(recorded(DAY))).isEqualTo("fresh");
        publications.record(new RulesInForce("2027.1", 2, 2));
        assertThat(shown(recorded(DAY))).isEqualTo("stale: calibration moved, baselines changed");
    }

    @Test
    void withoutRecordedRulesOnlyReadingsAndFeedbackAreCompared() throws IOException {
        JdbcClient.create(database.dataSource())
                .sql("delete from rules_in_force")
                .update();
        publish(DAY, ingest(DAY, "readings", GOOD));
        publish(DAY.minusDays(1), ingest(DAY.minusDays(1), "before", GOOD));
        assertThat(shown(recorded(DAY))).isEqualTo("fresh");
    }

    @Test
    void givenRulesTakePrecedenceOverRecordedRules() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD));

        DayStates states =
                new DayStates(deliveries, feedback, publications, new RulesInForce("2028.1", 90, 90), () -> holder);
        assertThat(shown(states.of(new TreeSet<>(List.of(DAY)), Map.of()).get(0)))
                .isEqualTo("stale: rules changed");
        assertThat(shown(recorded(DAY))).isEqualTo("fresh");
    }

    @Test
    void aPinnedDayStaysPinnedWhateverChanges() throws IOException {
        long run = ingest(DAY, "readings", GOOD, BROKEN);
        Publication made = publish(DAY, run);
        publications.publish(
                List.of(made.pinned(
                        runs.start("rollback"),
                        clock.instant(),
                        new Publication.Snapshots(1, 1, 1, 1),
                        Publication.Feedback.NONE)),
                List.of());
        ingest(DAY, "more", GOOD, BROKEN);

        assertThat(shown(recorded(DAY)))
                .isEqualTo("pinned: pinned to run %d until the day is rerun, readings changed, 1 unusable file: broken"
                        .formatted(run));
    }

    @Test
    void aDayWithoutRecordsIsMissing() throws IOException {
        assertThat(shown(recorded(DAY))).isEqualTo("missing: nothing ingested");
        assertThat(shown(listed(DAY, files(0)))).isEqualTo("missing: nothing delivered");
        assertThat(shown(listed(DAY, files(2)))).isEqualTo("missing: delivered, not ingested yet");
        assertThat(shown(listed(DAY, new DeliveredFiles(0, List.of("notes.txt"), "", null))))
                .isEqualTo("missing: no raw file; 1 ignored file: notes.txt");
    }

    @Test
    void unpublishedReadingsMakeADayStale() throws IOException {
        ingest(DAY, "readings", GOOD);
        assertThat(shown(recorded(DAY))).isEqualTo("stale: readings changed");
    }

    @Test
    void aListingShowsChangedRawFilesAndTheirNumber() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD, BROKEN));

        assertThat(shown(listed(DAY, new DeliveredFiles(2, List.of(), "files", null))))
                .isEqualTo("incomplete: 1 unusable file: broken");
        DayState changed = listed(DAY, files(7));
        assertThat(shown(changed)).as("the unusable files may have changed too").isEqualTo("stale: raw changed");
        assertThat(changed.files()).isEqualTo(7);
        DayState unknown = listed(DAY, DeliveredFiles.failed("no permission"));
        assertThat(shown(unknown)).isEqualTo("failed: no permission");
        assertThat(unknown.files()).isEqualTo(-1);
    }

    @Test
    void aDayRunsOnlyWhileItsRunHoldsTheLease() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD));
        long run = runs.start("run");
        deliveries.attempt(DAY, run);

        holder = Optional.of(new LeaseHolder("run", run, Duration.ZERO));
        DayState running = recorded(DAY);
        assertThat(shown(running)).isEqualTo("running");
        assertThat(running.run()).isEqualTo(run);
        holder = Optional.of(new LeaseHolder("forget", run + 1, Duration.ZERO));
        assertThat(shown(recorded(DAY))).isEqualTo("failed: the run was cut off");
        holder = Optional.empty();
        assertThat(shown(recorded(DAY))).isEqualTo("failed: the run was cut off");
    }

    @Test
    void aDayWhoseRunEndsDuringTheQueryIsNotCutOff() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD));
        long run = runs.start("run");
        deliveries.attempt(DAY, run);

        onHolderQuery = () -> complete(DAY, run, "readings", GOOD);
        assertThat(shown(recorded(DAY))).isEqualTo("fresh");
    }

    @Test
    void aFailedDayShowsTheReasonAndTheRun() throws IOException {
        publish(DAY, ingest(DAY, "readings", GOOD));
        long run = runs.start("run");
        deliveries.attempt(DAY, run);
        deliveries.fail(DAY, run, "too many rejects");

        DayState failed = recorded(DAY);
        assertThat(shown(failed)).isEqualTo("failed: too many rejects");
        assertThat(failed.run()).isEqualTo(run);
    }

    private static String shown(DayState state) {
        return state.state().label() + (state.cause().isEmpty() ? "" : ": " + state.cause());
    }

    private DayState recorded(LocalDate day) throws IOException {
        return state(day, null);
    }

    private DayState listed(LocalDate day, DeliveredFiles files) throws IOException {
        return state(day, files);
    }

    private DayState state(LocalDate day, @Nullable DeliveredFiles files) throws IOException {
        DayStates states = new DayStates(deliveries, feedback, publications, null, () -> {
            onHolderQuery.run();
            return holder;
        });
        return states.of(new TreeSet<>(List.of(day)), files == null ? Map.of() : Map.of(day, files))
                .get(0);
    }

    private static DeliveredFiles files(int count) {
        return new DeliveredFiles(count, List.of(), "other files", null);
    }

    private long ingest(LocalDate day, String content, DeliveryFile... files) {
        long run = runs.start("run");
        deliveries.attempt(day, run);
        complete(day, run, content, files);
        return run;
    }

    private void complete(LocalDate day, long run, String content, DeliveryFile... files) {
        deliveries.complete(
                day, run, "files", List.of(), List.of(files), List.of(new Contribution(day, day, 2, content)));
    }

    /** Publishes a day with its recorded inputs. */
    private Publication publish(LocalDate day, long run, VoiceTotal... voices) {
        EventDays inputs = new EventDays(deliveries, feedback, publications, RULES);
        Publication publication = new Publication(
                day,
                run,
                clock.instant(),
                null,
                new Publication.Inputs(
                        RULES.ruleset(),
                        inputs.readingsFingerprint(day),
                        inputs.baselinesFingerprint(day, List.of()),
                        inputs.calibrationFingerprint(day, List.of())),
                new Publication.Feedback(inputs.feedbackFingerprint(day), 0, 0),
                new Publication.Snapshots(1, 1, 1, 1),
                new Publication.Content(1, 2, 1, "resting " + run));
        publications.publish(List.of(publication), List.of(voices));
        return publication;
    }

    private static VoiceTotal voice(LocalDate eventDay, LocalDate givenDay) {
        return new VoiceTotal(eventDay, givenDay, new EventClass(Behavior.WALKING, 0.70), 1, 0, 77);
    }
}
