package io.petty.jobs.forget;

import io.petty.access.CollarRevocation;
import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenHash;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.maintain.Maintenance;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.FeedbackDay;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.lake.erasure.RecordErasure;
import io.petty.lake.lease.Lease;
import io.petty.timeline.Behavior;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Erases a collar. First it is recorded as forgotten, so that no more of its data is ingested. Then all files that
 * contain it are rewritten without it, committed a table at a time, and published together in one transaction. Older
 * files and snapshots are deleted last. An interruption at any moment leaves the published data consistent, with or
 * without the collar. Running the erasure again completes it.
 *
 * <p>The work folder must be empty, since the files of an unfinished run may contain the collar's readings.
 */
public final class Forgetting {
    private final JobParts parts;
    private final Lake lake;
    private final Lease lease;
    private final Deliveries deliveries;
    private final FeedbackDeliveries feedbackDeliveries;
    private final Publications publications;
    private final ForgottenCollars forgotten;
    private final PartitionEngine engine;
    private final Runnable check;

    /**
     * Creates the erasure.
     *
     * @param engine processes files; nothing else uses it meanwhile
     * @param check called between steps; ends the work by throwing, like {@link StopRequest#check}
     */
    public Forgetting(JobParts parts, PartitionEngine engine, Runnable check) {
        this.parts = parts;
        this.lake = parts.lake();
        this.lease = parts.lease();
        this.deliveries = parts.records().deliveries();
        this.feedbackDeliveries = parts.records().feedback();
        this.publications = parts.records().publications();
        this.forgotten = parts.forgotten();
        this.engine = engine;
        this.check = check;
    }

    /**
     * The erasure in each table.
     *
     * @param names the names of the collar and its events
     * @param resumed whether an earlier attempt was interrupted
     * @param any whether there may be anything to erase: a current or old file contains the collar, or an earlier
     *     attempt was interrupted
     */
    private record Found(
            String collarId,
            ForgottenNames names,
            DayErasure days,
            ReadingErasure readings,
            RejectErasure rejects,
            FeedbackErasure feedback,
            boolean resumed,
            boolean any) {
        /** Returns the changes in the order of their commits. Computed tables come after their inputs. */
        private List<TableChange> changes() {
            return Stream.of(
                            Stream.of(readings.erasure(), rejects.erasure()).map(TableErasure::change),
                            feedback.erasures().stream().map(TableErasure::change),
                            days.changes())
                    .flatMap(changes -> changes)
                    .toList();
        }
    }

    /**
     * Erases a collar.
     *
     * @throws io.petty.lake.lease.LeaseLostException if another run has taken over the lake
     * @throws StopRequest.StoppedException if a stop was requested; calling this again continues
     * @throws IOException if the work on a file or the engine itself fails
     */
    public Forgot forget(String collarId) throws IOException {
        boolean resumed = forgotten
                .find(collarId)
                .filter(entry -> entry.erasedAt() == null)
                .isPresent();
        ForgottenHash hash = forgotten.hash();
        lease.publish(() -> forgotten.begin(hash, collarId, lease.run()));
        check.run();
        FileSteps steps = new FileSteps(engine, parts.progress(), check, lease.run());
        Found found = find(steps, hash, collarId, resumed);
        if (found.any()) {
            commit(found.changes());
        }
        int publicationsDeleted = record(steps, hash, found);
        check.run();
        long files = found.any() ? clean() : 0;
        check.run();
        lease.publish(() -> forgotten.erased(hash, collarId));
        return new Forgot(
                forgotten.find(collarId).map(ForgottenCollars.Entry::rows).orElseGet(TreeMap::new),
                found.readings().deliveryDays(),
                found.days().days(),
                publicationsDeleted,
                files);
    }

    private void commit(List<TableChange> changes) {
        parts.progress().begin("Committing tables", "tables", changes.size());
        for (TableChange change : changes) {
            check.run();
            change.commit(lease);
            parts.progress().unitDone();
        }
    }

    /** Finds the collar in all tables, and rewrites the files that contain it. */
    private Found find(FileSteps steps, ForgottenHash hash, String collarId, boolean resumed) throws IOException {
        DayErasure days = new DayErasure(parts, collarId);
        days.prepare(steps);
        SortedSet<LocalDate> waiting = waitingDays();
        ReadingErasure readings = new ReadingErasure(lake, collarId, waiting);
        readings.erasure().prepare(steps);
        Set<String> eventIds = days.eventIds();
        eventIds.addAll(eventsThatFeedbackWaitsFor(collarId, waiting, readings));
        eventIds.addAll(eventsRecordedWithFeedback(collarId));
        Forgotten names = forgotten.loadWith(collarId, eventIds);
        RejectErasure rejects = new RejectErasure(lake, names);
        rejects.erasure().prepare(steps);
        FeedbackErasure feedback = new FeedbackErasure(lake, collarId, names, rejects.documents());
        List<TableErasure<?>> others = new ArrayList<>(List.of(readings.erasure(), rejects.erasure()));
        for (TableErasure<?> table : feedback.erasures()) {
            table.prepare(steps);
            others.add(table);
        }
        boolean any = resumed || days.isFound() || others.stream().anyMatch(TableErasure::isFound);
        for (TableErasure<?> table : others) {
            any = any || table.isInEarlierFiles(steps);
        }
        Map<String, Long> rows = new HashMap<>(days.rows());
        rows.putAll(feedback.rows());
        rows.put("readings", readings.erasure().rowCount());
        rows.put("rejects", rejects.erasure().rowCount());
        lease.publish(() -> forgotten.found(hash, collarId, rows, eventIds));
        return new Found(collarId, names.names(), days, readings, rejects, feedback, resumed, any);
    }

    /** Returns the days whose feedback waits for an event. */
    private SortedSet<LocalDate> waitingDays() {
        SortedSet<LocalDate> waiting = new TreeSet<>(feedbackDeliveries.days());
        waiting.removeIf(day -> publications
                .current(day)
                .filter(publication -> publication.feedback().waiting() == 0)
                .isPresent());
        return waiting;
    }

    /**
     * Returns ids that waiting feedback names and that may have belonged to the collar's events before late readings
     * changed those events. An event starts at a reading and has one of few behaviors, so computing all possible ids of
     * a day is fast.
     */
    private Set<String> eventsThatFeedbackWaitsFor(
            String collarId, SortedSet<LocalDate> waiting, ReadingErasure readings) throws IOException {
        EventId ids = new EventId();
        Set<String> possible = new HashSet<>();
        for (LocalDate day : waiting) {
            Set<String> named = new HashSet<>();
            new FeedbackDay(lake, day).rows(row -> named.add(row.eventId()));
            for (long time : readings.times(day)) {
                for (Behavior behavior : Behavior.values()) {
                    String id = ids.of(collarId, time, behavior);
                    if (named.contains(id)) {
                        possible.add(id);
                    }
                }
            }
        }
        return possible;
    }

    /**
     * Returns the ids of the collar's events that are recorded with feedback. Other tables may no longer contain them.
     */
    private Set<String> eventsRecordedWithFeedback(String collarId) throws IOException {
        Set<String> recorded = new HashSet<>();
        for (LocalDate day : feedbackDeliveries.days()) {
            new FeedbackDay(lake, day).rows(row -> {
                if (row.about() != null && row.about().collarId().equals(collarId)) {
                    recorded.add(row.eventId());
                }
            });
        }
        return recorded;
    }

    /**
     * Publishes and records everything in one transaction. Returns the number of earlier publications that were
     * deleted.
     */
    private int record(FileSteps steps, ForgottenHash hash, Found found) throws IOException {
        Set<ReadingErasure.Days> readingDays = new HashSet<>(found.readings().days());
        SortedSet<LocalDate> rejectDays = found.rejects().deliveryDays();
        Set<LocalDate> feedbackDays = new TreeSet<>(found.feedback().days());
        if (found.resumed()) {
            // An interrupted attempt may have committed any table, so all records are derived from the tables again.
            for (LocalDate day : deliveries.days()) {
                rejectDays.add(day);
                deliveries
                        .contributionsOf(day)
                        .forEach(given -> readingDays.add(new ReadingErasure.Days(day, given.eventDay())));
            }
            feedbackDays.addAll(feedbackDeliveries.days());
        }
        Map<ReadingErasure.Days, Contribution> contributions = found.readings().contributions(readingDays, steps);
        SortedMap<LocalDate, SortedMap<String, Long>> rejects = found.rejects().lines(rejectDays, steps);
        List<FeedbackDeliveries.Day> feedback = found.feedback().recorded(feedbackDays);
        List<FeedbackDeliveries.Shard> shards =
                found.resumed() || found.feedback().isFound()
                        ? found.feedback().shards(feedbackDeliveries.shards(), steps)
                        : List.of();
        Map<LocalDate, DayErasure.Elsewhere> elsewhere = new TreeMap<>();
        for (LocalDate day : found.days().daysOfOtherFeedback()) {
            if (feedbackDays.contains(day)) {
                elsewhere.put(day, found.feedback().elsewhere(day, found.days().eventsLeft(day)));
            }
        }
        DayErasure.Before before = found.days().before();
        int eventDays = found.days().days().size();
        parts.progress().begin("Publishing", "event days", eventDays);
        check.run();
        AtomicInteger deleted = new AtomicInteger();
        lease.publish(() -> {
            readingDays.forEach(days ->
                    deliveries.takeFromContribution(days.deliveryDay(), days.eventDay(), contributions.get(days)));
            new RecordErasure(lake.database()).erase(found.collarId(), found.names());
            rejects.forEach(deliveries::recountRejects);
            feedbackDeliveries.completeDays(feedbackDays, feedback);
            feedbackDeliveries.completeShards(lease.run(), shards);
            if (found.any()) {
                before.publish(lease.run(), parts.clock().instant(), elsewhere);
                deleted.set(publications.deleteAllButCurrent());
            }
            // This comes last, because it makes other revocations of access wait until the transaction ends.
            long grants = new CollarRevocation(lake.database()).remove(found.collarId());
            forgotten.found(hash, found.collarId(), Map.of("access", grants), Set.of());
        });
        parts.progress().unitsDone(eventDays);
        return deleted.get();
    }

    private long clean() {
        return Maintenance.removeAllButCurrent(lake, lease, check, parts.progress()).stream()
                .mapToLong(table -> table.files() + (long) table.orphans())
                .sum();
    }
}
