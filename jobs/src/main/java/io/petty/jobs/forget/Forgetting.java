package io.petty.jobs.forget;

import io.petty.access.CollarAccess;
import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenHash;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.maintain.Maintenance;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.EventDays;
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
import java.time.Clock;
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

/**
 * Erases a collar. First it is recorded as forgotten, so that no more of its data is ingested. Then all files that have it
 * are rewritten without it, committed a table at a time, and published together in one transaction. Older files and snapshots
 * go last. An interruption at any moment leaves what is published consistent, with the collar or without; running the erasure
 * again completes it.
 *
 * <p>The work folder must be empty: what an unfinished run left there may have the collar's readings.
 */
public final class Forgetting {
    private final Lake lake;
    private final Lease lease;
    private final Deliveries deliveries;
    private final FeedbackDeliveries feedbackDeliveries;
    private final Publications publications;
    private final EventDays eventDays;
    private final ForgottenCollars forgotten;
    private final Clock clock;
    private final Progress progress;
    private final Runnable check;
    private final PartitionEngine engine;
    private final CollarAccess access;
    private final RecordErasure records;

    /**
     * Takes what it works on.
     *
     * @param engine looks at files and rewrites them; nobody else uses it at the time
     * @param check is called between any two steps, and ends the work by what it throws, as {@link StopRequest#check} does
     */
    public Forgetting(
            Lake lake,
            Lease lease,
            Deliveries deliveries,
            FeedbackDeliveries feedbackDeliveries,
            Publications publications,
            EventDays eventDays,
            ForgottenCollars forgotten,
            Clock clock,
            PartitionEngine engine,
            Runnable check,
            Progress progress) {
        this.lake = lake;
        this.lease = lease;
        this.deliveries = deliveries;
        this.feedbackDeliveries = feedbackDeliveries;
        this.publications = publications;
        this.eventDays = eventDays;
        this.forgotten = forgotten;
        this.clock = clock;
        this.progress = progress;
        this.engine = engine;
        this.check = check;
        this.access = new CollarAccess(lake.database());
        this.records = new RecordErasure(lake.database());
    }

    /**
     * A collar as it was found.
     *
     * @param any whether any file has it, be it one of long ago, or an attempt before this one may have left something
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
        private List<TableChange> changes() {
            List<TableChange> changes = new ArrayList<>();
            changes.add(readings.erasure().change());
            changes.add(rejects.erasure().change());
            feedback.erasures().forEach(table -> changes.add(table.change()));
            // Last, so that what is computed of a day never is older than what it is computed from.
            changes.addAll(days.changes());
            return changes;
        }
    }

    /**
     * Erases it.
     *
     * @throws io.petty.lake.lease.LeaseLostException when another run holds the lake now
     * @throws StopRequest.StoppedException when asked to stop; the same again goes on
     * @throws IOException what work on a file failed with, or the engine itself
     */
    public Forgot forget(String collarId) throws IOException {
        boolean resumed = forgotten
                .find(collarId)
                .filter(entry -> entry.erasedAt() == null)
                .isPresent();
        ForgottenHash hash = forgotten.hash();
        lease.publish(() -> forgotten.begin(hash, collarId, lease.run()));
        check.run();
        FileSteps steps = new FileSteps(engine, progress, check, lease.run());
        Found found = find(steps, hash, collarId, resumed);
        if (found.any()) {
            List<TableChange> changes = found.changes();
            progress.begin("Committing tables", "tables", changes.size());
            for (TableChange change : changes) {
                check.run();
                change.commit(lease);
                progress.unitDone();
            }
        }
        int publicationsGone = record(steps, hash, found);
        check.run();
        long files = found.any() ? clean() : 0;
        check.run();
        lease.publish(() -> forgotten.erased(hash, collarId));
        return new Forgot(
                forgotten.find(collarId).map(ForgottenCollars.Entry::rows).orElseGet(TreeMap::new),
                found.readings().deliveryDays(),
                found.days().days(),
                publicationsGone,
                files);
    }

    /** Finds it in all tables, and rewrites the files that have it. */
    private Found find(FileSteps steps, ForgottenHash hash, String collarId, boolean resumed) throws IOException {
        DayErasure days = new DayErasure(lake, publications, eventDays, collarId);
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
     * Feedback that waits may be on events that the collar had once, before late readings made others of them. An event
     * starts at a reading and has one of few behaviors, so all ids that there can be of a day are soon tried.
     */
    private Set<String> eventsThatFeedbackWaitsFor(
            String collarId, SortedSet<LocalDate> waiting, ReadingErasure readings) throws IOException {
        EventId ids = new EventId();
        Set<String> possible = new HashSet<>();
        for (LocalDate day : waiting) {
            Set<String> said = new HashSet<>();
            new FeedbackDay(lake, day).rows(row -> said.add(row.eventId()));
            for (long time : readings.times(day)) {
                for (Behavior behavior : Behavior.values()) {
                    String id = ids.of(collarId, time, behavior);
                    if (said.contains(id)) {
                        possible.add(id);
                    }
                }
            }
        }
        return possible;
    }

    /** Returns the collar's events that are recorded with feedback. No other table may have them any more. */
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

    /** Publishes and records all of it in one transaction; returns how many earlier publications went. */
    private int record(FileSteps steps, ForgottenHash hash, Found found) throws IOException {
        Set<ReadingErasure.Days> readingDays = new HashSet<>(found.readings().days());
        SortedSet<LocalDate> rejectDays = found.rejects().deliveryDays();
        Set<LocalDate> feedbackDays = new TreeSet<>(found.feedback().days());
        if (found.resumed()) {
            // An interrupted attempt may have committed any of the tables, so all records are derived from the tables
            // again.
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
        List<FeedbackDeliveries.Day> saidNow = found.feedback().recorded(feedbackDays);
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
        progress.begin("Publishing", "event days", found.days().days().size());
        check.run();
        int[] gone = new int[1];
        lease.publish(() -> {
            readingDays.forEach(days ->
                    deliveries.takeFromContribution(days.deliveryDay(), days.eventDay(), contributions.get(days)));
            records.erase(found.collarId(), found.names());
            rejects.forEach(deliveries::recountRejects);
            feedbackDeliveries.completeDays(feedbackDays, saidNow);
            feedbackDeliveries.completeShards(lease.run(), shards);
            if (found.any()) {
                before.publish(lease.run(), clock.instant(), elsewhere);
                gone[0] = publications.deleteAllButCurrent();
            }
            // Last, since whoever takes access back waits from here on.
            long grants = access.remove(found.collarId());
            forgotten.found(hash, found.collarId(), Map.of("access", grants), Set.of());
        });
        progress.unitsDone(found.days().days().size());
        return gone[0];
    }

    private long clean() {
        return Maintenance.removeAllButCurrent(lake, lease, check, progress).stream()
                .mapToLong(table -> table.files() + (long) table.orphans())
                .sum();
    }
}
