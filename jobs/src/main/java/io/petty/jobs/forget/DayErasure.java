package io.petty.jobs.forget;

import io.petty.jobs.EventDays;
import io.petty.jobs.feedback.VoiceTotals;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.RestingTable;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import io.petty.timeline.VoiceCount;
import io.petty.timeline.VoiceTable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes a collar out of what is published of event days, and makes the publications that show them without it. */
final class DayErasure {
    private final Publications publications;
    private final EventDays eventDays;
    private final SortedMap<LocalDate, Publication> standing = new TreeMap<>();
    private final DayTableErasure<Event> timelines;
    private final DayTableErasure<Summary> summaries;
    private final DayTableErasure<RestingHeartRate> resting;
    private final DayTableErasure<VoiceCount> voices;
    /** What is new of publications, computed outside of the transaction that publishes. */
    private final Map<LocalDate, String> restingFingerprints = new TreeMap<>();

    private final Map<LocalDate, List<VoiceTotal>> voiceTotals = new TreeMap<>();

    DayErasure(Lake lake, Publications publications, EventDays eventDays, String collarId, FileNames names) {
        this.publications = publications;
        this.eventDays = eventDays;
        publications.all().forEach(publication -> standing.put(publication.eventDay(), publication));
        int bucket = lake.buckets().bucket(collarId);
        timelines = new DayTableErasure<>(
                new RowTable<>(lake.timelines(), TimelineTable.COLUMNS, TimelineTable::read, names),
                Event::collarId,
                collarId,
                bucket);
        summaries = new DayTableErasure<>(
                new RowTable<>(lake.summaries(), SummaryTable.COLUMNS, SummaryTable::read, names),
                Summary::collarId,
                collarId,
                bucket);
        resting = new DayTableErasure<>(
                new RowTable<>(lake.resting(), RestingTable.COLUMNS, RestingTable::read, names),
                RestingHeartRate::collarId,
                collarId,
                bucket);
        voices = new DayTableErasure<>(
                new RowTable<>(lake.voices(), VoiceTable.COLUMNS, VoiceTable::read, names),
                VoiceCount::collarId,
                collarId,
                bucket);
    }

    /** Finds the collar, and rewrites the files that have it. */
    void prepare(Runnable check) throws IOException {
        timelines.prepare(snapshots(Publication::timelinesSnapshot), check);
        summaries.prepare(snapshots(Publication::summariesSnapshot), check);
        resting.prepare(snapshots(Publication::restingSnapshot), check);
        voices.prepare(snapshots(Publication::voicesSnapshot), check);
        for (LocalDate day : days()) {
            if (!summaries.erased(day).isEmpty()) {
                restingFingerprints.put(day, restingFingerprint(day));
            }
            if (!voices.erased(day).isEmpty()) {
                VoiceTotals totals = new VoiceTotals();
                voices.left(day).values().forEach(counts -> counts.forEach(totals::add));
                voiceTotals.put(day, totals.list());
            }
        }
    }

    private SortedMap<LocalDate, Long> snapshots(Function<Publication, Long> of) {
        SortedMap<LocalDate, Long> snapshots = new TreeMap<>();
        standing.forEach((day, publication) -> snapshots.put(day, of.apply(publication)));
        return snapshots;
    }

    /** As a computation of the day without the collar gives it: of each bucket that has a collar. */
    private String restingFingerprint(LocalDate day) throws IOException {
        SortedMap<Integer, List<RestingHeartRate>> rates = resting.left(day);
        Fingerprint all = new Fingerprint();
        for (int bucket : summaries.left(day).keySet()) {
            Fingerprint ofBucket = new Fingerprint();
            rates.getOrDefault(bucket, List.of()).forEach(ofBucket::add);
            all.add(bucket).add(ofBucket.digest());
        }
        return all.digest();
    }

    /** The published days that have it. */
    SortedSet<LocalDate> days() {
        SortedSet<LocalDate> days = new TreeSet<>();
        for (LocalDate day : standing.keySet()) {
            if (!timelines.erased(day).isEmpty()
                    || !summaries.erased(day).isEmpty()
                    || !resting.erased(day).isEmpty()
                    || !voices.erased(day).isEmpty()) {
                days.add(day);
            }
        }
        return days;
    }

    boolean isFound() {
        return timelines.isFound() || summaries.isFound() || resting.isFound() || voices.isFound();
    }

    /** The ids of all events it ever had that are still kept somewhere. */
    Set<String> eventIds() {
        return timelines.everFound().stream().map(Event::eventId).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The published days on which feedback waits for its event or was carried over to another. */
    Set<LocalDate> daysOfOtherFeedback() {
        return standing.values().stream()
                .filter(publication -> publication.waiting() + publication.carried() > 0)
                .map(Publication::eventDay)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The events that a published day has besides, by collar and start within a bucket. */
    List<Event> eventsLeft(LocalDate day) throws IOException {
        return timelines.left(day).values().stream().flatMap(List::stream).toList();
    }

    /** How many rows went, by table. */
    Map<String, Long> rows() {
        return Map.of(
                "timelines", timelines.rowCount(),
                "summaries", summaries.rowCount(),
                "resting", resting.rowCount(),
                "voices", voices.rowCount());
    }

    List<TableChange> changes() {
        return List.of(timelines.change(), summaries.change(), resting.change(), voices.change());
    }

    /** The state of the days, read after the tables are committed and before new publications are recorded. */
    Before before() {
        return new Before();
    }

    /** Which inputs a day is published with as they are now, before they change. */
    private record Freshness(boolean readings, boolean feedback, boolean baselines) {}

    /** How many pieces of feedback find no event, and how many count for another than they name. */
    record Elsewhere(long waiting, long carried) {}

    /** What was fresh before. */
    final class Before {
        private final Map<LocalDate, Freshness> freshness = new TreeMap<>();

        /** Read here and not in the transaction: a table's snapshot is in its files. */
        private final Publication.Snapshots snapshots = new Publication.Snapshots(
                timelines.change().snapshot(),
                summaries.change().snapshot(),
                resting.change().snapshot(),
                voices.change().snapshot());

        private Before() {
            standing.forEach((day, publication) -> freshness.put(
                    day,
                    new Freshness(
                            publication.readingsFingerprint().equals(eventDays.readingsFingerprint(day)),
                            publication.feedbackFingerprint().equals(eventDays.feedbackFingerprint(day)),
                            publication
                                    .baselinesFingerprint()
                                    .equals(eventDays.baselinesFingerprint(day, List.of())))));
        }

        /**
         * Publishes all days from the tables as they were committed, in the caller's transaction. A day that had the collar is
         * this run's; one that was fresh stays so.
         *
         * @param elsewhere what feedback finds now, by day; only of days where that may be new
         */
        void publish(long run, Instant at, Map<LocalDate, Elsewhere> elsewhere) {
            List<Publication> coming = new ArrayList<>();
            List<VoiceTotal> totals = new ArrayList<>();
            SortedSet<LocalDate> changed = days();
            standing.forEach((day, publication) -> {
                Freshness before = freshness.get(day);
                if (before == null) {
                    throw new IllegalStateException("%s was published meanwhile".formatted(day));
                }
                boolean isChanged = changed.contains(day);
                Elsewhere now = before.feedback() ? elsewhere.get(day) : null;
                List<Summary> own = summaries.erased(day);
                coming.add(new Publication(
                        day,
                        isChanged ? run : publication.run(),
                        publication.ruleset(),
                        before.readings() ? eventDays.readingsFingerprint(day) : publication.readingsFingerprint(),
                        before.baselines()
                                ? eventDays.baselinesFingerprint(day, coming)
                                : publication.baselinesFingerprint(),
                        restingFingerprints.getOrDefault(day, publication.restingFingerprint()),
                        before.feedback() ? eventDays.feedbackFingerprint(day) : publication.feedbackFingerprint(),
                        publication.calibrationFingerprint(),
                        snapshots.timelines(),
                        snapshots.summaries(),
                        snapshots.resting(),
                        publication.voicesSnapshot() == 0 ? 0 : snapshots.voices(),
                        publication.collars() - own.size(),
                        publication.readings()
                                - own.stream().mapToLong(Summary::readings).sum(),
                        publication.events() - timelines.erased(day).size(),
                        now == null ? publication.waiting() : now.waiting(),
                        now == null ? publication.carried() : now.carried(),
                        isChanged ? at : publication.publishedAt(),
                        publication.pinnedRun()));
                totals.addAll(voiceTotals.containsKey(day) ? voiceTotals.get(day) : publications.voices(day, day));
            });
            publications.publish(coming, totals);
        }
    }
}
