package io.petty.jobs.forget;

import io.petty.jobs.calibration.VoiceTotals;
import io.petty.lake.EventDays;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** Takes a collar out of what is published of event days, and makes the publications that show them without it. */
final class DayErasure {
    private final Publications publications;
    private final EventDays eventDays;
    private final SortedMap<LocalDate, Publication> standing = new TreeMap<>();
    private final DayTableErasure<Event, String> timelines;
    private final DayTableErasure<Summary, Integer> summaries;
    private final DayTableErasure<RestingHeartRate, String> resting;
    private final DayTableErasure<VoiceCount, String> voices;
    /** Changed publication fields, computed before the transaction that publishes. */
    private final Map<LocalDate, String> restingFingerprints = new TreeMap<>();

    private final Map<LocalDate, List<VoiceTotal>> voiceTotals = new TreeMap<>();

    DayErasure(Lake lake, Publications publications, EventDays eventDays, String collarId) {
        this.publications = publications;
        this.eventDays = eventDays;
        publications.all().forEach(publication -> standing.put(publication.eventDay(), publication));
        int bucket = lake.buckets().bucket(collarId);
        RowTable<Event> events = new RowTable<>(lake.timelines(), () -> TimelineTable.COLUMNS, TimelineTable::read);
        timelines = new DayTableErasure<>(
                "timelines", events, of(collarId, events, Event::collarId, Event::eventId), bucket);
        RowTable<Summary> days = new RowTable<>(lake.summaries(), () -> SummaryTable.COLUMNS, SummaryTable::read);
        summaries = new DayTableErasure<>(
                "summaries", days, of(collarId, days, Summary::collarId, Summary::readings), bucket);
        RowTable<RestingHeartRate> rates =
                new RowTable<>(lake.resting(), () -> RestingTable.COLUMNS, RestingTable::read);
        resting = new DayTableErasure<>(
                "resting", rates, of(collarId, rates, RestingHeartRate::collarId, RestingHeartRate::collarId), bucket);
        RowTable<VoiceCount> counts = new RowTable<>(lake.voices(), () -> VoiceTable.COLUMNS, VoiceTable::read);
        voices = new DayTableErasure<>(
                "voices", counts, of(collarId, counts, VoiceCount::collarId, VoiceCount::collarId), bucket);
    }

    private static <R, K> FileErasure<K> of(
            String collarId, RowTable<R> table, RowErasure.Kept<R, String> collarOf, RowErasure.Kept<R, K> kept) {
        return new RowErasure<>(table, collarId, () -> row -> collarOf.of(row).equals(collarId) ? null : row, kept);
    }

    /** Finds the collar, and rewrites the files that have it. */
    void prepare(FileSteps steps) throws IOException {
        timelines.prepare(snapshots(Publication.Snapshots::timelines), steps);
        summaries.prepare(snapshots(Publication.Snapshots::summaries), steps);
        resting.prepare(snapshots(Publication.Snapshots::resting), steps);
        voices.prepare(snapshots(Publication.Snapshots::voices), steps);
        takeRestingFingerprints(steps);
        addVoices(steps);
    }

    private SortedMap<LocalDate, Long> snapshots(Function<Publication.Snapshots, Long> of) {
        SortedMap<LocalDate, Long> snapshots = new TreeMap<>();
        standing.forEach((day, publication) -> snapshots.put(day, of.apply(publication.snapshots())));
        return snapshots;
    }

    /** Takes them as a computation of the days without the collar does: of each bucket that has a collar. */
    private void takeRestingFingerprints(FileSteps steps) throws IOException {
        List<LocalDate> days =
                days().stream().filter(day -> !summaries.erased(day).isEmpty()).toList();
        Map<String, String> digests =
                steps.each("Reading resting heart rates", files(resting, days), digests(resting.table()));
        String none = new Fingerprint().digest();
        for (LocalDate day : days) {
            SortedMap<Integer, String> buckets = new TreeMap<>();
            summaries.filesNow(day).forEach(file -> buckets.put(DayTableErasure.bucket(file), none));
            for (DataFile file : resting.filesNow(day)) {
                buckets.replace(DayTableErasure.bucket(file), Objects.requireNonNull(digests.get(file.location())));
            }
            Fingerprint all = new Fingerprint();
            buckets.forEach((bucket, digest) -> all.add(bucket).add(digest));
            restingFingerprints.put(day, all.digest());
        }
    }

    private static FileWork<String> digests(RowTable<RestingHeartRate> table) {
        return (file, newName) -> {
            Fingerprint fingerprint = new Fingerprint();
            table.read(file, fingerprint::add);
            return fingerprint.digest();
        };
    }

    private void addVoices(FileSteps steps) throws IOException {
        List<LocalDate> days =
                days().stream().filter(day -> !voices.erased(day).isEmpty()).toList();
        Map<String, List<VoiceTotal>> read =
                steps.each("Adding voices up", files(voices, days), totals(voices.table()));
        for (LocalDate day : days) {
            VoiceTotals totals = new VoiceTotals();
            voices.filesNow(day).forEach(file -> totals.addAll(Objects.requireNonNull(read.get(file.location()))));
            voiceTotals.put(day, totals.list());
        }
    }

    private static FileWork<List<VoiceTotal>> totals(RowTable<VoiceCount> table) {
        return (file, newName) -> {
            VoiceTotals totals = new VoiceTotals();
            table.read(file, totals::add);
            return totals.list();
        };
    }

    private static List<DataFile> files(DayTableErasure<?, ?> table, List<LocalDate> days) {
        return days.stream().flatMap(day -> table.filesNow(day).stream()).toList();
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
        return new TreeSet<>(timelines.everFound());
    }

    /** The published days on which feedback waits for its event or was carried over to another. */
    Set<LocalDate> daysOfOtherFeedback() {
        return standing.values().stream()
                .filter(publication -> publication.feedback().waiting()
                                + publication.feedback().carried()
                        > 0)
                .map(Publication::eventDay)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The events that a published day has besides, by collar and start within a bucket. */
    List<Event> eventsLeft(LocalDate day) throws IOException {
        List<DataFile> files = new ArrayList<>(timelines.filesNow(day));
        files.sort(Comparator.comparing(DayTableErasure::bucket));
        List<Event> left = new ArrayList<>();
        for (DataFile file : files) {
            timelines.table().read(file, left::add);
        }
        return left;
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
                            publication.inputs().readingsFingerprint().equals(eventDays.readingsFingerprint(day)),
                            publication.feedback().fingerprint().equals(eventDays.feedbackFingerprint(day)),
                            publication
                                    .inputs()
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
                Publication.Inputs inputs = publication.inputs();
                Publication.Feedback feedback = publication.feedback();
                Publication.Content content = publication.content();
                boolean isChanged = changed.contains(day);
                Elsewhere now = before.feedback() ? elsewhere.get(day) : null;
                List<Integer> readings = summaries.erased(day);
                coming.add(new Publication(
                        day,
                        isChanged ? run : publication.run(),
                        isChanged ? at : publication.publishedAt(),
                        publication.pinnedRun(),
                        new Publication.Inputs(
                                inputs.ruleset(),
                                before.readings() ? eventDays.readingsFingerprint(day) : inputs.readingsFingerprint(),
                                before.baselines()
                                        ? eventDays.baselinesFingerprint(day, coming)
                                        : inputs.baselinesFingerprint(),
                                inputs.calibrationFingerprint()),
                        new Publication.Feedback(
                                before.feedback() ? eventDays.feedbackFingerprint(day) : feedback.fingerprint(),
                                now == null ? feedback.waiting() : now.waiting(),
                                now == null ? feedback.carried() : now.carried()),
                        new Publication.Snapshots(
                                snapshots.timelines(),
                                snapshots.summaries(),
                                snapshots.resting(),
                                publication.snapshots().voices() == 0 ? 0 : snapshots.voices()),
                        new Publication.Content(
                                content.collars() - readings.size(),
                                content.readings()
                                        - readings.stream()
                                                .mapToLong(Integer::longValue)
                                                .sum(),
                                content.events() - timelines.erased(day).size(),
                                restingFingerprints.getOrDefault(day, content.restingFingerprint()))));
                totals.addAll(voiceTotals.containsKey(day) ? voiceTotals.get(day) : publications.voices(day, day));
            });
            publications.publish(coming, totals);
        }
    }
}
