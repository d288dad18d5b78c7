package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.LeaseHolder;
import io.petty.lake.Runs;
import io.petty.readiness.Finding.Outcome;
import io.petty.settings.TraceSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the checks of nights and small runs on good and bad records. */
@ExtendWith(SharedFakeApi.class)
class JobChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
    private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 25);

    private final FakeApi api;
    private List<Installation.Day> days = List.of(new Installation.Day(YESTERDAY, "fresh", ""));
    private Optional<LocalDate> newest = Optional.of(YESTERDAY);
    private Optional<LeaseHolder> holder = Optional.empty();
    private boolean allowsIncomplete;
    private boolean sample;

    JobChecksTest(FakeApi api) {
        this.api = api;
    }

    private Finding finding(String id) throws InterruptedException {
        return finding(id, null);
    }

    private Finding finding(String id, @Nullable TemporaryHome home) throws InterruptedException {
        Installation installation = api.installation(
                null,
                TraceSettings.OFF,
                runs -> new Installation.Nights(
                        () -> days,
                        () -> newest,
                        () -> holder,
                        runs,
                        Duration.ofSeconds(30),
                        allowsIncomplete,
                        sample));
        Subject subject = api.subject(new SensitiveTexts(), installation, false);
        return CheckRuns.finding(id, new JobChecks(subject, home, Clock.fixed(NOW, ZoneOffset.UTC)).all());
    }

    @Test
    void failIfTheNewestDayIsMoreThanADayOld() throws Exception {
        assertThat(finding("jobs.newest-day").outcome()).isEqualTo(Outcome.PASS);
        newest = Optional.of(YESTERDAY.minusDays(1));
        assertThat(finding("jobs.newest-day").outcome()).isEqualTo(Outcome.PASS);
        newest = Optional.of(YESTERDAY.minusDays(2));
        assertThat(finding("jobs.newest-day").evidence()).isEqualTo("2026-11-23 ended 52 h ago: a night is missing");
        sample = true;
        assertThat(finding("jobs.newest-day").outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        newest = Optional.empty();
        assertThat(finding("jobs.newest-day").evidence()).contains("no day is published yet");
    }

    @ParameterizedTest
    @CsvSource({
        "fresh, '', PASS",
        "pinned, pinned to run 3, PASS",
        "running, '', PASS",
        "stale, calibration moved, PASS",
        "stale, rules changed, FAIL",
        "failed, too many rejects, FAIL",
        "missing, 'delivered, not ingested yet', FAIL",
        "missing, nothing delivered, PASS",
        "incomplete, 1 unusable file: a.ndjson.gz, FAIL"
    })
    void failOnDaysThatNeedAction(String state, String why, Outcome outcome) throws Exception {
        days = List.of(new Installation.Day(YESTERDAY, state, why));
        Finding finding = finding("jobs.days");
        assertThat(finding.outcome()).isEqualTo(outcome);
        if (outcome == Outcome.FAIL) {
            assertThat(finding.evidence()).contains("2026-11-25 is " + state, why);
        }
    }

    @Test
    void passOnIncompleteDaysIfTheSettingsAllowThem() throws Exception {
        allowsIncomplete = true;
        days = List.of(new Installation.Day(YESTERDAY, "incomplete", "1 unusable file: a.ndjson.gz"));
        assertThat(finding("jobs.days").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void failIfTheLeaseHasHadNoHeartbeatForLongerThanItsExpiry() throws Exception {
        assertThat(finding("jobs.lease").outcome()).isEqualTo(Outcome.PASS);
        holder = Optional.of(new LeaseHolder("nightly", 7L, Duration.ofSeconds(5)));
        assertThat(finding("jobs.lease").outcome()).isEqualTo(Outcome.PASS);
        holder = Optional.of(new LeaseHolder("nightly", 7L, Duration.ofMinutes(5)));
        assertThat(finding("jobs.lease").evidence())
                .isEqualTo("run 7 (nightly) holds the lease, last heartbeat 300 s ago");
    }

    @Test
    void preferTheLastNightToALaterManualRun() throws Exception {
        Runs runs = new Runs(api.database(), Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(finding("jobs.last-run").outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        long night = runs.start("nightly 2026-11-26T03:00:00Z");
        runs.fail(night, "the disk is full");
        long byHand = runs.start("run --date 2026-11-25");
        runs.complete(byHand);

        assertThat(finding("jobs.last-run").evidence()).contains("failed, the disk is full");

        long next = runs.start("nightly 2026-11-27T03:00:00Z");
        assertThat(finding("jobs.last-run").evidence()).endsWith("cut off");
        runs.complete(next);
        assertThat(finding("jobs.last-run").outcome()).isEqualTo(Outcome.PASS);
    }

    /** Scripts that replace the command and do something wrong. */
    @ParameterizedTest
    @CsvSource({
        "jobs.run, 'exit 0', it reports no published day",
        "jobs.run, 'exit 1', it exited with code 1",
        "jobs.again, 'echo Published event day', it found days to process",
        "jobs.audit, 'echo Published event day', it exited with code 0",
        "jobs.audit, 'test $1 != run || exit 4', the day isn't reported as failed"
    })
    void failOnSmallRunsThatEndWrongly(String id, String script, String evidence) throws Exception {
        try (TemporaryHome home = new TemporaryHome(List.of("/bin/sh", "-c", script, "petty"))) {
            Finding finding = finding(id, home);
            assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(finding.evidence()).contains(evidence);
        }
    }

    @Test
    void areNotApplicableToADeployedApi() throws InterruptedException {
        assertThat(CheckRuns.findings(
                        new JobChecks(new Subject(new SensitiveTexts(), Given.NOTHING), null, Clock.systemUTC()).all()))
                .extracting(Finding::outcome)
                .containsOnly(Outcome.NOT_APPLICABLE);
    }
}
