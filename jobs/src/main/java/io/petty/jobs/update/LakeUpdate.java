package io.petty.jobs.update;

import io.petty.jobs.FailureText;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.feedback.FeedbackListing;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.ingest.RawFolders;
import io.petty.jobs.ingest.RejectShareExceededException;
import io.petty.jobs.partition.PartitionFailedException;
import io.petty.jobs.run.BatchJobs;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.Delivery;
import io.petty.lake.EventDays;
import io.petty.lake.IncompleteFiles;
import io.petty.lake.Runs;
import io.petty.lake.Staleness;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import io.petty.parquet.DamagedFileException;
import io.petty.raw.RawRules;
import io.petty.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a lake up to date: ingests delivery days whose raw files changed, then computes and publishes the event days
 * concerned. A delivery day that fails keeps what it gave before and doesn't stop the others.
 */
public final class LakeUpdate implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeUpdate.class);

    private static final Set<Staleness> NEW_READINGS = EnumSet.of(Staleness.READINGS, Staleness.LATE_READINGS);

    /**
     * The kinds of staleness for which a run over all days computes a day. Feedback is folded in without computing, and days of
     * which only confidences would move wait for a backfill, so that a night's feedback doesn't make the last 90 days stale at once.
     */
    private static final Set<Staleness> COMPUTED =
            EnumSet.of(Staleness.READINGS, Staleness.LATE_READINGS, Staleness.BASELINES, Staleness.RULES);

    private final Storage raw;
    private final RawRules rawRules;
    private final Lease lease;
    private final Runs runs;
    private final Deliveries deliveries;
    private final EventDays eventDays;
    private final BatchJobs jobs;

    /** What a run has done so far. */
    private static final class Done {
        private final List<LocalDate> ingested = new ArrayList<>();
        private final SortedMap<LocalDate, IncompleteFiles> incomplete = new TreeMap<>();
        private final SortedMap<LocalDate, IncompleteFiles> empty = new TreeMap<>();
        private final List<String> notDays = new ArrayList<>();
        private final List<LocalDate> published = new ArrayList<>();
        private final List<LocalDate> folded = new ArrayList<>();
        private final List<RunOutcome.Failure> failures = new ArrayList<>();
        private boolean feedback;

        private DeliveryFindings findings() {
            return new DeliveryFindings(incomplete, empty, notDays);
        }
    }

    /**
     * Creates the update of a lake.
     *
     * @param jobs over the same parts and raw files; closed with this
     */
    public LakeUpdate(JobParts parts, Storage raw, BatchJobs jobs) {
        this.raw = raw;
        this.rawRules = parts.settings().rawRules();
        this.lease = parts.lease();
        this.runs = parts.records().runs();
        this.deliveries = parts.records().deliveries();
        this.eventDays = parts.eventDays();
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
     * Ingests a delivery day as {@link #run} does, and leaves days that are stale for another cause as they are.
     *
     * @throws NothingDeliveredException when the day has no raw file and never had one
     */
    public RunOutcome runDay(LocalDate day, boolean force) throws IOException, NothingDeliveredException {
        RawDelivery listed = RawDelivery.list(raw, day);
        if (isEmpty(listed, deliveries.find(day).orElse(null))) {
            throw new NothingDeliveredException(listed, RawFolders.list(raw).days());
        }
        return run(List.of(day), new Done(), force, false);
    }

    /**
     * Ingests delivery days where their raw files changed, reads feedback documents that changed, and publishes every event
     * day whose readings or own feedback that changed. Days that a rollback pinned keep their events. A day without any raw
     * file is passed over.
     *
     * @param folders what is delivered
     * @param days the delivery days to ingest, in order; the readings of a day whose folder is gone are removed
     * @param force whether delivery days are ingested though their raw files are unchanged
     * @param withStale whether event days that are stale by their rules or baselines are computed too, oldest first
     */
    public RunOutcome run(RawFolders folders, Collection<LocalDate> days, boolean force, boolean withStale) {
        Done done = new Done();
        done.notDays.addAll(folders.notDays());
        return run(days, done, force, withStale);
    }

    private RunOutcome run(Collection<LocalDate> days, Done done, boolean force, boolean withStale) {
        lease.publish(eventDays::recordRules);
        List<RawDelivery> changed = new ArrayList<>();
        SortedSet<LocalDate> concerned = new TreeSet<>();
        for (LocalDate day : days) {
            RawDelivery listed = list(day, done);
            if (listed == null) {
                continue;
            }
            Delivery known = deliveries.find(day).orElse(null);
            if (isEmpty(listed, known)) {
                done.empty.put(day, new IncompleteFiles(List.of(), listed.ignoredFiles()));
            } else if (force || !isFresh(listed, known, rawRules)) {
                changed.add(listed);
            }
            deliveries.contributionsOf(day).forEach(contribution -> concerned.add(contribution.eventDay()));
        }
        List<FeedbackListing.Shard> changedFeedback = changedFeedback(done);
        if (changed.isEmpty()
                && changedFeedback.isEmpty()
                && done.failures.isEmpty()
                && eventDays.withOtherFeedback().isEmpty()
                && daysToCompute(concerned, withStale).isEmpty()) {
            return nothing(List.copyOf(concerned), done);
        }
        for (RawDelivery delivery : changed) {
            ingest(delivery, done);
            for (Contribution contribution : deliveries.contributionsOf(delivery.day())) {
                concerned.add(contribution.eventDay());
            }
        }
        readFeedback(changedFeedback, done);
        List<LocalDate> toCompute = daysToCompute(concerned, withStale);
        fold(eventDays.withOtherFeedback(), toCompute, done);
        publish(toCompute, done);
        if (withStale && done.failures.isEmpty()) {
            // Days that were not computed may draw their baselines from some that were. Once is enough: a resting
            // heart rate depends on its own day's readings alone.
            publish(daysToCompute(concerned, true), done);
        }
        return end(done);
    }

    /** Lists a day. A day that can't be listed must not stop the others. */
    private @Nullable RawDelivery list(LocalDate day, Done done) {
        try {
            return RawDelivery.list(raw, day);
        } catch (IOException e) {
            done.failures.add(failure(day, e));
            return null;
        }
    }

    private static boolean isEmpty(RawDelivery listed, @Nullable Delivery known) {
        return listed.files().isEmpty() && (known == null || known.ingested() == null);
    }

    private RunOutcome nothing(List<LocalDate> fresh, Done done) {
        runs.complete(lease.run());
        return new RunOutcome(null, List.of(), done.findings(), List.of(), List.of(), false, fresh, List.of());
    }

    /**
     * Computes one event day again from its readings, which ends its being pinned.
     *
     * @param force even when it is fresh
     * @throws IllegalStateException when the day has no readings and no publication
     */
    public RunOutcome rerun(LocalDate eventDay, boolean force) {
        lease.publish(eventDays::recordRules);
        if (deliveries.contributionsTo(eventDay).isEmpty()
                && eventDays.publication(eventDay).isEmpty()) {
            throw new IllegalStateException(
                    "No reading of %s was ingested yet, from whatever delivery day: ./petty run comes first"
                            .formatted(eventDay));
        }
        if (!force
                && eventDays.pinnedRun(eventDay).isEmpty()
                && eventDays.staleness(eventDay).isEmpty()) {
            return nothing(List.of(eventDay), new Done());
        }
        Done done = new Done();
        publish(List.of(eventDay), done);
        return end(done);
    }

    /**
     * Brings one day of a backfill up to date: ingests it as a delivery day where its raw files changed, publishes the event
     * days whose readings that changed, and the day itself when it is stale for any other cause.
     *
     * @param force whether the delivery day is ingested though its raw files are unchanged
     * @param withFeedback whether feedback documents are read, too, and folded into all days whose feedback changed
     */
    public RunOutcome backfill(LocalDate day, boolean force, boolean withFeedback) {
        lease.publish(eventDays::recordRules);
        Done done = new Done();
        RawDelivery listed = list(day, done);
        if (listed == null) {
            return end(done);
        }
        Delivery known = deliveries.find(day).orElse(null);
        SortedSet<LocalDate> concerned = new TreeSet<>();
        if ((known != null || !listed.files().isEmpty()) && (force || !isFresh(listed, known, rawRules))) {
            deliveries.contributionsOf(day).forEach(contribution -> concerned.add(contribution.eventDay()));
            ingest(listed, done);
            deliveries.contributionsOf(day).forEach(contribution -> concerned.add(contribution.eventDay()));
        }
        if (withFeedback) {
            readFeedback(changedFeedback(done), done);
        }
        SortedSet<LocalDate> toCompute = new TreeSet<>(daysToCompute(concerned, false));
        if (done.failures.isEmpty()
                && eventDays.pinnedRun(day).isEmpty()
                && !eventDays.staleness(day).isEmpty()) {
            toCompute.add(day);
        }
        if (withFeedback) {
            fold(eventDays.withOtherFeedback(), toCompute, done);
        }
        publish(List.copyOf(toCompute), done);
        return end(done);
    }

    private List<FeedbackListing.Shard> changedFeedback(Done done) {
        try {
            return jobs.changedFeedback();
        } catch (IOException e) {
            // What was read of it before still counts, and raw files don't have to wait for it.
            done.failures.add(failure(null, e));
            return List.of();
        }
    }

    private void readFeedback(List<FeedbackListing.Shard> changed, Done done) {
        if (changed.isEmpty()) {
            return;
        }
        try {
            jobs.readFeedback(changed);
            done.feedback = true;
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (Exception e) {
            done.failures.add(failure(null, e));
        }
    }

    /** Folds feedback into days that are not computed anyway; pinned ones, too, whose events stay. */
    private void fold(List<LocalDate> days, Collection<LocalDate> toCompute, Done done) {
        List<LocalDate> toFold =
                days.stream().filter(day -> !toCompute.contains(day)).toList();
        if (toFold.isEmpty()) {
            return;
        }
        try {
            jobs.foldFeedback(toFold);
            done.published.addAll(toFold);
            done.folded.addAll(toFold);
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (Exception e) {
            toFold.forEach(day -> done.failures.add(failure(day, e)));
        }
    }

    private void ingest(RawDelivery delivery, Done done) {
        LocalDate day = delivery.day();
        lease.publish(() -> deliveries.attempt(day, lease.run()));
        try {
            jobs.ingest(delivery);
            done.ingested.add(day);
            noteIncomplete(day, done);
        } catch (LeaseLostException e) {
            throw e;
        } catch (StopRequest.StoppedException e) {
            deliveries.fail(day, lease.run(), FailureText.of(e));
            throw e;
        } catch (Exception e) {
            done.failures.add(failure(day, e));
            deliveries.fail(day, lease.run(), FailureText.of(e));
        }
    }

    private void noteIncomplete(LocalDate day, Done done) {
        IncompleteFiles files = deliveries.incompleteFiles(deliveries.find(day).orElseThrow());
        if (!files.isEmpty()) {
            done.incomplete.put(day, files);
        }
    }

    private List<LocalDate> daysToCompute(SortedSet<LocalDate> concerned, boolean withStale) {
        SortedSet<LocalDate> candidates = new TreeSet<>(concerned);
        if (withStale) {
            candidates.addAll(deliveries.eventDays());
            candidates.addAll(eventDays.published());
        }
        Set<Staleness> wanted = withStale ? COMPUTED : NEW_READINGS;
        List<LocalDate> days = new ArrayList<>();
        eventDays.staleness(candidates).forEach((day, causes) -> {
            if (!Collections.disjoint(causes, wanted)
                    && eventDays.pinnedRun(day).isEmpty()) {
                days.add(day);
            }
        });
        return days;
    }

    /**
     * Computes days, oldest first. Those whose voices count for each other's confidences come one after the other, each
     * with the ones before it published; all others at once.
     */
    private void publish(List<LocalDate> days, Done done) {
        List<LocalDate> together = new ArrayList<>();
        for (LocalDate day : days.stream().sorted().toList()) {
            if (together.stream().anyMatch(earlier -> mayCalibrate(earlier, day))) {
                publishTogether(together, done);
                together.clear();
            }
            together.add(day);
        }
        publishTogether(together, done);
    }

    private boolean mayCalibrate(LocalDate earlier, LocalDate day) {
        return eventDays
                .earliestFeedback(earlier)
                .filter(given -> given.isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant()))
                .isPresent();
    }

    private void publishTogether(List<LocalDate> days, Done done) {
        if (days.isEmpty()) {
            return;
        }
        try {
            jobs.computeTimelines(List.copyOf(days));
            done.published.addAll(days);
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (Exception e) {
            if (days.size() > 1 && mayBeOneDays(e)) {
                // A partition has all of the days in it: one by one, the day at fault alone fails.
                List.copyOf(days).forEach(day -> publishTogether(List.of(day), done));
            } else {
                days.forEach(day -> done.failures.add(failure(day, e)));
            }
        }
    }

    /** Returns whether trying each day by itself may help. It doesn't if all days share the cause. */
    private static boolean mayBeOneDays(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PartitionFailedException || cause instanceof DamagedFileException) {
                return true;
            }
        }
        return false;
    }

    private RunOutcome end(Done done) {
        long run = lease.run();
        if (done.failures.isEmpty()) {
            runs.complete(run);
        } else {
            runs.fail(run, done.failures.get(0).message());
        }
        return new RunOutcome(
                run,
                done.ingested,
                done.findings(),
                done.published,
                done.folded,
                done.feedback,
                List.of(),
                done.failures);
    }

    private static RunOutcome.Failure failure(@Nullable LocalDate day, Exception e) {
        LOG.debug("{} failed", day == null ? "feedback" : day, e);
        return new RunOutcome.Failure(day, e instanceof RejectShareExceededException, FailureText.of(e));
    }

    @Override
    public void close() throws IOException {
        jobs.close();
    }
}
