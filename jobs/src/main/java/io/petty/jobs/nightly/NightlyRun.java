package io.petty.jobs.nightly;

import io.petty.jobs.EventDays;
import io.petty.jobs.FailureText;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.BatchJobs;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.ingest.RejectShareExceededException;
import io.petty.jobs.lease.Lease;
import io.petty.jobs.lease.LeaseLostException;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.Delivery;
import io.petty.lake.Runs;
import io.petty.raw.RawRules;
import io.petty.storage.Storage;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a lake up to date: ingests delivery days whose raw files changed, then computes and publishes the event days
 * concerned. A delivery day that fails keeps what it gave before and doesn't stop the others.
 */
public final class NightlyRun {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyRun.class);

    private static final Set<EventDays.Staleness> NEW_READINGS =
            EnumSet.of(EventDays.Staleness.READINGS, EventDays.Staleness.LATE_READINGS);

    private final Storage raw;
    private final RawRules rawRules;
    private final Lease lease;
    private final Runs runs;
    private final Deliveries deliveries;
    private final EventDays eventDays;
    private final BatchJobs jobs;

    /**
     * How a run ended.
     *
     * @param run its number; null when everything was fresh and nothing was done
     * @param ingested delivery days that were ingested
     * @param published event days that were published
     * @param fresh event days that were asked for and found fresh; only when nothing was run
     * @param failures what failed, by day, in the order it did
     */
    public record Outcome(
            @Nullable Long run,
            List<LocalDate> ingested,
            List<LocalDate> published,
            List<LocalDate> fresh,
            List<Failure> failures) {
        public Outcome {
            ingested = List.copyOf(ingested);
            published = List.copyOf(published);
            fresh = List.copyOf(fresh);
            failures = List.copyOf(failures);
        }
    }

    /**
     * A day that failed.
     *
     * @param audit whether its data failed the audit, so that trying again with the same data can't help
     */
    public record Failure(LocalDate day, boolean audit, String message) {}

    public NightlyRun(
            Storage raw,
            RawRules rawRules,
            Lease lease,
            Runs runs,
            Deliveries deliveries,
            EventDays eventDays,
            BatchJobs jobs) {
        this.raw = raw;
        this.rawRules = rawRules;
        this.lease = lease;
        this.runs = runs;
        this.deliveries = deliveries;
        this.eventDays = eventDays;
        this.jobs = jobs;
    }

    /** Whether the delivery day's files are those that are ingested, judged by the rules in force. */
    public static boolean isFresh(RawDelivery listed, @Nullable Delivery known, RawRules rules) {
        return known != null
                && known.ingested() != null
                && known.attemptState() == Delivery.AttemptState.COMPLETED
                && known.ingested().fingerprint().equals(listed.fingerprint(rules));
    }

    /**
     * Ingests delivery days where their raw files changed, and publishes every event day whose readings that changed. Days
     * that a rollback pinned stay as they are.
     *
     * @param days in the order they are to be ingested
     * @param force whether delivery days are ingested though their raw files are unchanged
     * @param withStale whether event days that are stale for any other cause are computed too, oldest first
     * @throws NothingDeliveredException when a day has no raw file and never had one
     */
    public Outcome run(Collection<LocalDate> days, boolean force, boolean withStale)
            throws IOException, NothingDeliveredException {
        List<RawDelivery> changed = new ArrayList<>();
        SortedSet<LocalDate> concerned = new TreeSet<>();
        for (LocalDate day : days) {
            RawDelivery listed = RawDelivery.list(raw, day);
            Delivery known = deliveries.find(day).orElse(null);
            if (listed.files().isEmpty() && (known == null || known.ingested() == null)) {
                throw new NothingDeliveredException(day, listed.ignoredFiles(), RawDelivery.days(raw));
            }
            if (force || !isFresh(listed, known, rawRules)) {
                changed.add(listed);
            }
            deliveries.contributionsOf(day).forEach(contribution -> concerned.add(contribution.eventDay()));
        }
        if (changed.isEmpty() && daysToCompute(concerned, withStale).isEmpty()) {
            runs.complete(lease.run());
            return new Outcome(null, List.of(), List.of(), List.copyOf(concerned), List.of());
        }
        List<Failure> failures = new ArrayList<>();
        List<LocalDate> ingested = new ArrayList<>();
        for (RawDelivery delivery : changed) {
            ingest(delivery, ingested, failures);
            for (Contribution contribution : deliveries.contributionsOf(delivery.day())) {
                concerned.add(contribution.eventDay());
            }
        }
        List<LocalDate> published = new ArrayList<>();
        publish(daysToCompute(concerned, withStale), published, failures);
        if (withStale && failures.isEmpty()) {
            // Days that were not computed may draw their baselines from some that were. Once is enough: a resting
            // heart rate depends on its own day's readings alone.
            publish(daysToCompute(concerned, true), published, failures);
        }
        return end(ingested, published, failures);
    }

    /**
     * Computes one event day again from its readings, which ends its being pinned.
     *
     * @param force even when it is fresh
     * @throws IllegalStateException when the day has no readings and no publication
     */
    public Outcome rerun(LocalDate eventDay, boolean force) {
        if (deliveries.contributionsTo(eventDay).isEmpty()
                && eventDays.publication(eventDay).isEmpty()) {
            throw new IllegalStateException(
                    "No reading of %s was ingested yet, from whatever delivery day: ./petty run comes first"
                            .formatted(eventDay));
        }
        if (!force
                && eventDays.pinnedRun(eventDay).isEmpty()
                && eventDays.staleness(eventDay).isEmpty()) {
            runs.complete(lease.run());
            return new Outcome(null, List.of(), List.of(), List.of(eventDay), List.of());
        }
        List<LocalDate> published = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        publish(List.of(eventDay), published, failures);
        return end(List.of(), published, failures);
    }

    /**
     * Brings one day of a backfill up to date: ingests it as a delivery day where its raw files changed, publishes the event
     * days whose readings that changed, and the day itself when it is stale for any other cause.
     */
    public Outcome backfill(LocalDate day) throws IOException {
        RawDelivery listed = RawDelivery.list(raw, day);
        Delivery known = deliveries.find(day).orElse(null);
        SortedSet<LocalDate> concerned = new TreeSet<>();
        List<Failure> failures = new ArrayList<>();
        List<LocalDate> ingested = new ArrayList<>();
        if ((known != null || !listed.files().isEmpty()) && !isFresh(listed, known, rawRules)) {
            deliveries.contributionsOf(day).forEach(contribution -> concerned.add(contribution.eventDay()));
            ingest(listed, ingested, failures);
            deliveries.contributionsOf(day).forEach(contribution -> concerned.add(contribution.eventDay()));
        }
        SortedSet<LocalDate> toCompute = new TreeSet<>(daysToCompute(concerned, false));
        if (failures.isEmpty()
                && eventDays.pinnedRun(day).isEmpty()
                && !eventDays.staleness(day).isEmpty()) {
            toCompute.add(day);
        }
        List<LocalDate> published = new ArrayList<>();
        publish(List.copyOf(toCompute), published, failures);
        return end(ingested, published, failures);
    }

    private void ingest(RawDelivery delivery, List<LocalDate> ingested, List<Failure> failures) {
        LocalDate day = delivery.day();
        lease.publish(() -> deliveries.attempt(day, lease.run()));
        try {
            jobs.ingest(delivery);
            ingested.add(day);
        } catch (LeaseLostException e) {
            throw e;
        } catch (StopRequest.StoppedException e) {
            deliveries.fail(day, lease.run(), FailureText.of(e));
            throw e;
        } catch (Exception e) {
            failures.add(failure(day, e));
            deliveries.fail(day, lease.run(), FailureText.of(e));
        }
    }

    private List<LocalDate> daysToCompute(SortedSet<LocalDate> concerned, boolean withStale) {
        SortedSet<LocalDate> candidates = new TreeSet<>(concerned);
        if (withStale) {
            candidates.addAll(deliveries.eventDays());
            candidates.addAll(eventDays.published());
        }
        List<LocalDate> days = new ArrayList<>();
        for (LocalDate day : candidates) {
            if (eventDays.pinnedRun(day).isPresent()) {
                continue;
            }
            Set<EventDays.Staleness> staleness = eventDays.staleness(day);
            if (withStale ? !staleness.isEmpty() : !Collections.disjoint(staleness, NEW_READINGS)) {
                days.add(day);
            }
        }
        return days;
    }

    /**
     * Computes days, oldest first. Those whose voices count for each other's confidences come one after the other, each
     * with the ones before it published; all others at once.
     */
    private void publish(List<LocalDate> days, List<LocalDate> published, List<Failure> failures) {
        List<LocalDate> together = new ArrayList<>();
        for (LocalDate day : days.stream().sorted().toList()) {
            if (together.stream().anyMatch(earlier -> mayCalibrate(earlier, day))) {
                publishTogether(together, published, failures);
                together.clear();
            }
            together.add(day);
        }
        publishTogether(together, published, failures);
    }

    private boolean mayCalibrate(LocalDate earlier, LocalDate day) {
        return eventDays
                .earliestFeedback(earlier)
                .filter(given -> given.isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .isPresent();
    }

    private void publishTogether(List<LocalDate> days, List<LocalDate> published, List<Failure> failures) {
        if (days.isEmpty()) {
            return;
        }
        try {
            jobs.computeTimelines(List.copyOf(days));
            published.addAll(days);
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (Exception e) {
            days.forEach(day -> failures.add(failure(day, e)));
        }
    }

    private Outcome end(List<LocalDate> ingested, List<LocalDate> published, List<Failure> failures) {
        long run = lease.run();
        if (failures.isEmpty()) {
            runs.complete(run);
        } else {
            runs.fail(run, failures.get(0).message());
        }
        return new Outcome(run, ingested, published, List.of(), failures);
    }

    private static Failure failure(LocalDate day, Exception e) {
        LOG.debug("{} failed", day, e);
        return new Failure(day, e instanceof RejectShareExceededException, FailureText.of(e));
    }
}
