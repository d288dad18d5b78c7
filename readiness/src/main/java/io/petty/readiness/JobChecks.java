package io.petty.readiness;

import static io.petty.readiness.UnmetException.required;

import io.petty.lake.LeaseHolder;
import io.petty.lake.RunHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that nightly runs take place and succeed, and that small runs work as they should. */
final class JobChecks {
    /** The maximum time since the end of the newest day: a day until the next night, and some hours for that night. */
    private static final Duration FRESH = Duration.ofHours(30);

    private static final int RUNS = 50;
    private static final int DONE = 0;
    private static final int AUDIT = 4;
    private static final String WAITING = "calibration moved";

    /** The cause of a missing day whose folder is empty. */
    private static final String NOTHING_DELIVERED = "nothing delivered";

    private static final String MANUAL =
            "See ./petty status and ./petty runs for the cause, and docs/operating.md#runbook for what to do.";

    private final Subject subject;
    private final @Nullable TemporaryHome home;
    private final Clock clock;

    /** @param home the home for small runs; null if the installation is elsewhere */
    JobChecks(Subject subject, @Nullable TemporaryHome home, Clock clock) {
        this.subject = subject;
        this.home = home;
        this.clock = clock;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "jobs.newest-day",
                        "The newest published day is up to date",
                        "checks that the newest published day ended at most 30 hours ago",
                        MANUAL,
                        this::newestDayIsFresh),
                new Check(
                        "jobs.last-run",
                        "The last night, or the last run if there was no night, succeeded",
                        "reads the records of runs",
                        "./petty runs show ID shows the step and the error; ./petty run then continues where it failed.",
                        this::lastRunEndedWell),
                new Check(
                        "jobs.days",
                        "No day is failed, stale, incomplete, or delivered but not ingested",
                        "reads the state of each day as ./petty status does",
                        MANUAL,
                        this::daysAreWell),
                new Check(
                        "jobs.lease",
                        "No dead process holds the lease on the lake",
                        "reads the holder of the lease and the time of its last heartbeat",
                        "The next run acquires the lease after petty.lease.expiry; if it can't, end the process that holds it.",
                        this::leaseIsNotStuck),
                new Check(
                        "jobs.run",
                        "A small run succeeds and publishes its day",
                        "generates a day of three collars and runs it in a temporary home",
                        "Run ./petty generate and ./petty run in a new --home to see which of them fails.",
                        this::publishes),
                new Check(
                        "jobs.again",
                        "A second run finds everything fresh",
                        "runs the same home a second time",
                        "Each night would recompute all days: see which inputs ./petty status reports as changed.",
                        this::findsAllFresh),
                new Check(
                        "jobs.audit",
                        "A delivery of bad data fails its audit and publishes nothing",
                        "delivers a day without a valid reading and runs it",
                        "Bad data would be published: check petty.max-reject-share and the audit step.",
                        this::failsItsAudit));
    }

    private Installation.Nights recorded() throws UnmetException {
        return subject.installation().nights();
    }

    private void newestDayIsFresh(Evidence evidence) throws Exception {
        LocalDate newest =
                required(recorded().newestDay().call().orElse(null), "no day is published yet: start with ./petty run");
        if (recorded().isSample()) {
            throw new UnmetException("this is the sample data, whose days are long past");
        }
        Instant end = newest.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Duration age = Duration.between(end, clock.instant());
        String what = "%s ended %d h ago".formatted(newest, age.toHours());
        evidence.expect(age.compareTo(FRESH) <= 0, what, what + ": a night is missing");
    }

    private void lastRunEndedWell(Evidence evidence) throws Exception {
        List<RunHistory.Run> runs = recorded().runs().last(RUNS);
        if (runs.isEmpty()) {
            throw new UnmetException("nothing has run yet: start with ./petty run");
        }
        RunHistory.Run last = runs.stream()
                .filter(run -> run.command().startsWith("nightly"))
                .findFirst()
                .orElse(runs.get(0));
        boolean running = last.state().equals("running");
        boolean held = recorded().holder().call().isPresent();
        String what = "run %d (%s) of %s: ".formatted(last.id(), last.command(), last.startedAt());
        evidence.expect(
                last.state().equals("completed") || (running && held),
                what + last.state(),
                what + (running ? "cut off" : last.state()) + (last.message() == null ? "" : ", " + last.message()));
    }

    private void daysAreWell(Evidence evidence) throws Exception {
        List<Installation.Day> days = recorded().days().call();
        if (days.isEmpty()) {
            throw new UnmetException("no day has been delivered yet");
        }
        for (Installation.Day day : days) {
            if (needsAction(day)) {
                evidence.wrong("%s is %s: %s".formatted(day.day(), day.state(), day.why()));
            }
        }
        evidence.saw("%d days, from %s to %s"
                .formatted(
                        days.size(),
                        days.get(0).day(),
                        days.get(days.size() - 1).day()));
    }

    private boolean needsAction(Installation.Day day) throws UnmetException {
        return switch (day.state()) {
            case "failed" -> true;
            case "stale" -> !day.why().equals(WAITING);
            case "missing" -> !day.why().equals(NOTHING_DELIVERED);
            case "incomplete" -> !recorded().allowsIncomplete();
            default -> false;
        };
    }

    private void leaseIsNotStuck(Evidence evidence) throws Exception {
        LeaseHolder holder = recorded().holder().call().orElse(null);
        if (holder == null) {
            evidence.saw("no process holds the lease");
            return;
        }
        String what = "%s holds the lease, last heartbeat %d s ago"
                .formatted(holder.description(), holder.silence().toSeconds());
        evidence.expect(holder.silence().compareTo(recorded().leaseExpiry()) <= 0, what, what);
    }

    private TemporaryHome tried() throws UnmetException {
        return required(home, "small runs need the installed program: run ./petty readiness there");
    }

    private void publishes(Evidence evidence) throws Exception {
        TemporaryHome.Ended run = tried().firstRun();
        expectCode(DONE, run, evidence);
        evidence.expect(run.says("Published event day"), "one day is published", "it reports no published day");
    }

    private void findsAllFresh(Evidence evidence) throws Exception {
        TemporaryHome.Ended run = tried().nextRun();
        expectCode(DONE, run, evidence);
        evidence.expect(run.says("Everything is fresh"), "everything is fresh", "it found days to process");
    }

    private void failsItsAudit(Evidence evidence) throws Exception {
        expectCode(AUDIT, tried().runWithBadData(), evidence);
        TemporaryHome.Ended status = tried().status();
        evidence.expect(
                status.shows(TemporaryHome.BAD_DAY, "failed"), "the day is failed", "the day isn't reported as failed");
        evidence.expect(
                status.shows(TemporaryHome.DAY, "fresh"),
                "the day before stays published",
                "the day before is no longer fresh");
    }

    private static void expectCode(int code, TemporaryHome.Ended run, Evidence evidence) {
        String last = run.err().isEmpty() ? "" : run.err().get(run.err().size() - 1);
        evidence.expect(run.code() == code, "code " + code, "it exited with code %d: %s".formatted(run.code(), last));
    }
}
