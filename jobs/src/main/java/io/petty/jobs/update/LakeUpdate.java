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
import io.petty.lake.NoDataException;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a lake up to date: ingests delivery days whose raw files changed, then computes and publishes the affected
 * event days. If a delivery day fails, its earlier readings stay, and the other days are still processed.
 */
public final class LakeUpdate implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LakeUpdate.class);

    private static final Set<Staleness> NEW_READINGS = EnumSet.of(Staleness.READINGS, Staleness.LATE_READINGS);

    /**
     * The causes of staleness for which a run over all days computes a day. Feedback is folded in without computing.
     * Days on which only confidences would change wait for a backfill. Otherwise, one night's feedback would cause 90
     * days to be computed again.
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

    /** The result of a run so far. */
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
     * @param jobs starts jobs with the same parts and raw files; closed with this object
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

    /** Returns whether a delivery day's current files were ingested by the rules in force. */
    public static boolean isFresh(RawDelivery listed, @Nullable Delivery known, RawRules rules) {
        return known != null
                && known.ingested() != null
                && known.attemptState() == Delivery.AttemptState.COMPLETED
                && known.ingested().fingerprint().equals(listed.fingerprint(rules));
    }

    /**
     * Ingests one delivery day like {@link #run}, without computing days that are stale because of changed rules or
     * baselines.
     *
     * @throws NothingDeliveredException if the day has no raw file and never had one
     */
    public RunOutcome runDay(LocalDate day, boolean force) throws IOException, NothingDeliveredException {
        RawDelivery listed = RawDelivery.list(raw, day);
        if (isEmpty(listed, deliveries.find(day).orElse(null))) {
            throw new NothingDeliveredException(listed, RawFolders.list(raw).days());
        }
        return run(List.of(day), new Done(), force, false);
    }

    /**
     * Ingests delivery days whose raw files changed, reads feedback documents that changed, and publishes every event
     * day whose readings or feedback thereby changed. Days that a rollback pinned keep their events. A day that never
     * had a raw file is skipped.
     *
     * @param folders the delivered folders
     * @param days the delivery days to ingest, in order; the readings of a day whose folder was deleted are removed
     * @param force whether to also ingest delivery days with unchanged raw files
     * @param withStale whether to also compute event days that are stale because of changed rules or baselines, oldest
     *     first
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
            concerned.addAll(eventDaysOf(day));
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
            concerned.addAll(eventDaysOf(delivery.day()));
        }
        readFeedback(changedFeedback, done);
        List<LocalDate> toCompute = daysToCompute(concerned, withStale);
        fold(eventDays.withOtherFeedback(), toCompute, done);
        publish(toCompute, done);
        if (withStale && done.failures.isEmpty()) {
            // Baselines of other days may depend on the computed days. One repetition is enough, since a resting heart
            // rate depends only on its own day's readings.
            publish(daysToCompute(concerned, true), done);
        }
        return end(done);
    }

    /** Lists a day. If that fails, the other days are still processed. */
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

    private List<LocalDate> eventDaysOf(LocalDate deliveryDay) {
        return deliveries.contributionsOf(deliveryDay).stream()
                .map(Contribution::eventDay)
                .toList();
    }

    private RunOutcome nothing(List<LocalDate> fresh, Done done) {
        runs.complete(lease.run());
        return new RunOutcome(null, List.of(), done.findings(), List.of(), List.of(), false, fresh, List.of());
    }

    /**
     * Computes one event day again from its readings. The day is no longer pinned afterwards.
     *
     * @param force whether to compute it even if it is up to date
     * @throws NoDataException if the day has no readings and no publication
     */
    public RunOutcome rerun(LocalDate eventDay, boolean force) {
        lease.publish(eventDays::recordRules);
        if (deliveries.contributionsTo(eventDay).isEmpty()
                && eventDays.publication(eventDay).isEmpty()) {
            throw new NoDataException("No reading of %s was ingested yet: run ./petty run first".formatted(eventDay));
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
     * Brings one day of a backfill up to date: ingests it as a delivery day if its raw files changed, publishes the
     * event days whose readings thereby changed, and the day itself if it is stale for another cause.
     *
     * @param force whether to ingest the delivery day even if its raw files are unchanged
     * @param withFeedback whether to read feedback documents and fold them into all days whose feedback changed
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
            concerned.addAll(eventDaysOf(day));
            ingest(listed, done);
            concerned.addAll(eventDaysOf(day));
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
            // Feedback that was read before still counts, and raw files don't wait for new feedback.
            done.failures.add(failure(null, e));
            return List.of();
        }
    }

    private void readFeedback(List<FeedbackListing.Shard> changed, Done done) {
        if (!changed.isEmpty()) {
            done.feedback = attempt(() -> jobs.readFeedback(changed), e -> done.failures.add(failure(null, e)));
        }
    }

    /** Something that may fail without ending the run. */
    private interface Attempt {
        void run() throws Exception;
    }

    /** Returns whether the attempt succeeded. Rethrows the loss of the lease and a stop of the run. */
    private static boolean attempt(Attempt attempt, Consumer<Exception> failed) {
        try {
            attempt.run();
            return true;
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (Exception e) {
            failed.accept(e);
            return false;
        }
    }

    /** Folds feedback into days that aren't computed anyway, including pinned days, whose events stay. */
    private void fold(List<LocalDate> days, Collection<LocalDate> toCompute, Done done) {
        List<LocalDate> toFold =
                days.stream().filter(day -> !toCompute.contains(day)).toList();
        if (!toFold.isEmpty() && attempt(() -> jobs.foldFeedback(toFold), e -> fail(toFold, e, done))) {
            done.published.addAll(toFold);
            done.folded.addAll(toFold);
        }
    }

    private static void fail(List<LocalDate> days, Exception e, Done done) {
        days.forEach(day -> done.failures.add(failure(day, e)));
    }

    private void ingest(RawDelivery delivery, Done done) {
        LocalDate day = delivery.day();
        lease.publish(() -> deliveries.attempt(day, lease.run()));
        try {
            jobs.ingest(delivery);
            done.ingested.add(day);
            IncompleteFiles files =
                    deliveries.incompleteFiles(deliveries.find(day).orElseThrow());
            if (!files.isEmpty()) {
                done.incomplete.put(day, files);
            }
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
     * Computes and publishes days, oldest first. Days that may calibrate later days are published before the later days
     * are computed. All other days are computed together.
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
        List<LocalDate> together = List.copyOf(days);
        boolean succeeded = attempt(() -> jobs.computeTimelines(together), e -> {
            if (together.size() > 1 && mayBeOneDays(e)) {
                // Each partition covers all days. If the days are computed one by one, only the day that causes the
                // failure fails.
                together.forEach(day -> publishTogether(List.of(day), done));
            } else {
                fail(together, e, done);
            }
        });
        if (succeeded) {
            done.published.addAll(together);
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
