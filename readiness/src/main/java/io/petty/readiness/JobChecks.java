package io.petty.readiness;

import io.petty.lake.LeaseHolder;
import io.petty.lake.RunHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nights do what they are there for. */
final class JobChecks {
    /** The newest day is a day old after its night, and some hours more until the next one is through. */
    private static final Duration FRESH = Duration.ofHours(30);

    private static final int RUNS = 50;
    private static final int DONE = 0;
    private static final int AUDIT = 4;
    private static final String WAITING = "calibration moved";

    /** Why a day with an empty folder is missing. */
    private static final String NOTHING_DELIVERED = "nothing delivered";

    private static final String MANUAL =
            "./petty status and ./petty runs tell why; docs/operating.md#runbook what to do.";

    private final Installation.@Nullable Nights nights;
    private final @Nullable TemporaryHome home;
    private final Clock clock;

    /**
     * @param nights what is recorded; null when it is elsewhere
     * @param home for small runs; null when this isn't the machine to try them on
     */
    JobChecks(Installation.@Nullable Nights nights, @Nullable TemporaryHome home, Clock clock) {
        this.nights = nights;
        this.home = home;
        this.clock = clock;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "jobs.newest-day",
                        "The newest published day is no older than its night makes it",
                        "compares the end of the newest published day with now: at most 30 hours",
                        MANUAL,
                        this::newestDayIsFresh),
                new Check(
                        "jobs.last-run",
                        "The last night, or the last run, ended well",
                        "looks at the record of runs",
                        "./petty runs show ID names the step and the error; then ./petty run goes on where it failed.",
                        this::lastRunEndedWell),
                new Check(
                        "jobs.days",
                        "No day is failed, stale, or delivered and not ingested",
                        "judges each day as ./petty status does",
                        MANUAL,
                        this::daysAreWell),
                new Check(
                        "jobs.lease",
                        "Nobody holds the lake who gives no sign of life",
                        "looks who holds the lease, and for how long that has been silent",
                        "The next run takes the lake by itself once petty.lease.expiry is over; if it stays, end that process.",
                        this::leaseIsNotStuck),
                new Check(
                        "jobs.run",
                        "A small run ends well and publishes its day",
                        "generates a day of three collars and runs it in a home of its own",
                        "Run ./petty generate and ./petty run in a new --home and see where it fails.",
                        this::publishes),
                new Check(
                        "jobs.again",
                        "A second run finds everything fresh",
                        "runs the same home again",
                        "Each night would compute all days again: see which inputs ./petty status calls changed.",
                        this::findsAllFresh),
                new Check(
                        "jobs.audit",
                        "A delivery of bad data fails its audit and publishes nothing",
                        "delivers a day in which no line is a reading, and runs",
                        "Bad data would be published: look at petty.max-reject-share and the audit step.",
                        this::failsItsAudit));
    }

    private Installation.Nights recorded() throws UnmetException {
        if (nights == null) {
            throw new UnmetException("records of nights are looked at where they are: run ./petty readiness there");
        }
        return nights;
    }

    private Result newestDayIsFresh() throws Exception {
        Optional<LocalDate> newest = recorded().newestDay().call();
        if (newest.isEmpty()) {
            throw new UnmetException("no day is published yet: ./petty run begins");
        }
        if (recorded().isSample()) {
            throw new UnmetException("these are the sample data, whose days lie in the past");
        }
        Instant end = newest.get().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Duration age = Duration.between(end, clock.instant());
        return new Evidence()
                .expect(
                        age.compareTo(FRESH) <= 0,
                        "%s, which ended %d h ago".formatted(newest.get(), age.toHours()),
                        "%s ended %d h ago: a night is missing".formatted(newest.get(), age.toHours()))
                .result();
    }

    private Result lastRunEndedWell() throws Exception {
        List<RunHistory.Run> runs = recorded().runs().last(RUNS);
        if (runs.isEmpty()) {
            throw new UnmetException("nothing was run yet: ./petty run begins");
        }
        RunHistory.Run last = runs.stream()
                .filter(run -> run.command().startsWith("nightly"))
                .findFirst()
                .orElse(runs.get(0));
        String what = "run %d (%s) of %s".formatted(last.id(), last.command(), last.startedAt());
        boolean held = recorded().holder().call().isPresent();
        boolean well = last.state().equals("completed") || (last.state().equals("running") && held);
        return new Evidence()
                .expect(
                        well,
                        "%s: %s".formatted(what, last.state()),
                        "%s: %s%s"
                                .formatted(
                                        what,
                                        last.state().equals("running") ? "cut off" : last.state(),
                                        last.message() == null ? "" : ", " + last.message()))
                .result();
    }

    private Result daysAreWell() throws Exception {
        List<Installation.Day> days = recorded().days().call();
        if (days.isEmpty()) {
            throw new UnmetException("no day was delivered yet");
        }
        Evidence evidence = new Evidence();
        for (Installation.Day day : days) {
            boolean waits = day.state().equals("stale") && day.why().equals(WAITING);
            boolean nothing = day.state().equals("missing") && day.why().equals(NOTHING_DELIVERED);
            if (List.of("failed", "stale", "missing").contains(day.state()) && !waits && !nothing) {
                evidence.wrong("%s is %s: %s".formatted(day.day(), day.state(), day.why()));
            }
        }
        evidence.saw("%d days, from %s to %s"
                .formatted(
                        days.size(),
                        days.get(0).day(),
                        days.get(days.size() - 1).day()));
        return evidence.result();
    }

    private Result leaseIsNotStuck() throws Exception {
        Optional<LeaseHolder> holder = recorded().holder().call();
        if (holder.isEmpty()) {
            return new Result.Pass("nobody holds the lake");
        }
        Duration silence = holder.get().silence();
        return new Evidence()
                .expect(
                        silence.compareTo(recorded().leaseExpiry()) <= 0,
                        "%s holds it, and gave a sign of life %d s ago"
                                .formatted(holder.get().description(), silence.toSeconds()),
                        "%s holds it, silent for %d s".formatted(holder.get().description(), silence.toSeconds()))
                .result();
    }

    private TemporaryHome tried() throws UnmetException {
        if (home == null) {
            throw new UnmetException(
                    "small runs are tried where the program is installed: run ./petty readiness there");
        }
        return home;
    }

    private Result publishes() throws Exception {
        TemporaryHome.Ended run = tried().firstRun();
        return new Evidence()
                .expect(run.code() == DONE, "code 0", "it ended with code %d: %s".formatted(run.code(), last(run)))
                .expect(run.says("Published event day"), "one day is published", "it says of no published day")
                .result();
    }

    private Result findsAllFresh() throws Exception {
        TemporaryHome.Ended run = tried().nextRun();
        return new Evidence()
                .expect(run.code() == DONE, "code 0", "it ended with code %d: %s".formatted(run.code(), last(run)))
                .expect(run.says("Everything is fresh"), "everything is fresh", "it found something to do again")
                .result();
    }

    private Result failsItsAudit() throws Exception {
        TemporaryHome.Ended run = tried().runWithBadData();
        TemporaryHome.Ended status = tried().status();
        boolean published = status.out().stream()
                .anyMatch(line -> line.contains(" fresh ") && line.startsWith(TemporaryHome.DAY.toString()));
        boolean failed = status.out().stream()
                .anyMatch(line -> line.contains(" failed ") && line.startsWith(TemporaryHome.BAD_DAY.toString()));
        return new Evidence()
                .expect(run.code() == AUDIT, "code 4", "it ended with code %d: %s".formatted(run.code(), last(run)))
                .expect(failed, "the day is failed", "the day isn't reported as failed")
                .expect(published, "the day before stays published", "the day before is no longer fresh")
                .result();
    }

    private static String last(TemporaryHome.Ended run) {
        return run.err().isEmpty() ? "" : run.err().get(run.err().size() - 1);
    }
}
