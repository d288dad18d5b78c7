package io.petty.jobs.forget;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.VoiceTotals;
import io.petty.lake.EventDays;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.Summary;
import io.petty.timeline.VoiceCount;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;

/** Erases a collar from the published event days, and creates publications without it. */
final class DayErasure {
    private final Publications publications;
    private final EventDays eventDays;
    private final SortedMap<LocalDate, Publication> current = new TreeMap<>();
    private final DayTableErasure<Event, String> timelines;
    private final DayTableErasure<Summary, Integer> summaries;
    private final DayTableErasure<RestingHeartRate, String> resting;
    private final DayTableErasure<VoiceCount, String> voices;
    /** Changed publication fields, computed before the transaction that publishes. */
    private final Map<LocalDate, String> restingFingerprints = new TreeMap<>();

    private final Map<LocalDate, List<VoiceTotal>> voiceTotals = new TreeMap<>();

    DayErasure(JobParts parts, String collarId) {
        publications = parts.records().publications();
        eventDays = parts.eventDays();
        publications.all().forEach(publication -> current.put(publication.eventDay(), publication));
        Lake lake = parts.lake();
        int bucket = lake.buckets().bucket(collarId);
        RowTable<Event> events = RowTable.timelines(lake);
        timelines = new DayTableErasure<>(
                "timelines",
                events,
                RowErasure.ofCollar(events, collarId, Event::collarId, Event::eventId),
                Publication.Snapshots::timelines,
                bucket);
        RowTable<Summary> days = RowTable.summaries(lake);
        summaries = new DayTableErasure<>(
                "summaries",
                days,
                RowErasure.ofCollar(days, collarId, Summary::collarId, Summary::readings),
                Publication.Snapshots::summaries,
                bucket);
        RowTable<RestingHeartRate> rates = RowTable.resting(lake);
        resting = new DayTableErasure<>(
                "resting",
                rates,
                RowErasure.ofCollar(rates, collarId, RestingHeartRate::collarId, RestingHeartRate::collarId),
                Publication.Snapshots::resting,
                bucket);
        RowTable<VoiceCount> counts = RowTable.voices(lake);
        voices = new DayTableErasure<>(
                "voices",
                counts,
                RowErasure.ofCollar(counts, collarId, VoiceCount::collarId, VoiceCount::collarId),
                Publication.Snapshots::voices,
                bucket);
    }

    private List<DayTableErasure<?, ?>> tables() {
        return List.of(timelines, summaries, resting, voices);
    }

    /** Finds the collar, and rewrites the files that contain it. */
    void prepare(FileSteps steps) throws IOException {
        for (DayTableErasure<?, ?> table : tables()) {
            table.prepare(current, steps);
        }
        computeRestingFingerprints(steps);
        addVoices(steps);
    }

    /**
     * Computes the fingerprints that a run without the collar would compute. They cover every bucket that still has a
     * collar.
     */
    private void computeRestingFingerprints(FileSteps steps) throws IOException {
        List<LocalDate> days = erasedDays(summaries);
        Map<String, String> digests =
                steps.each("Reading resting heart rates", files(resting, days), digests(resting.table()));
        String none = new Fingerprint().digest();
        for (LocalDate day : days) {
            SortedMap<Integer, String> buckets = new TreeMap<>();
            summaries.filesAfter(day).forEach(file -> buckets.put(TableFiles.bucket(file), none));
            for (DataFile file : resting.filesAfter(day)) {
                buckets.replace(TableFiles.bucket(file), Objects.requireNonNull(digests.get(file.location())));
            }
            Fingerprint all = new Fingerprint();
            buckets.forEach((bucket, digest) -> all.add(bucket).add(digest));
            restingFingerprints.put(day, all.digest());
        }
    }

    private static FileWork<String> digests(RowTable<RestingHeartRate> table) {
        return (file, newName) -> {
            Fingerprint fingerprint = new Fingerprint();
            table.read(file.location(), fingerprint::add);
            return fingerprint.digest();
        };
    }

    private void addVoices(FileSteps steps) throws IOException {
        List<LocalDate> days = erasedDays(voices);
        Map<String, List<VoiceTotal>> read =
                steps.each("Adding up voices", files(voices, days), totals(voices.table()));
        for (LocalDate day : days) {
            VoiceTotals totals = new VoiceTotals();
            voices.filesAfter(day).forEach(file -> totals.addAll(Objects.requireNonNull(read.get(file.location()))));
            voiceTotals.put(day, totals.list());
        }
    }

    private static FileWork<List<VoiceTotal>> totals(RowTable<VoiceCount> table) {
        return (file, newName) -> {
            VoiceTotals totals = new VoiceTotals();
            table.read(file.location(), totals::add);
            return totals.list();
        };
    }

    /** Returns the published days on which a table contains the collar. */
    private List<LocalDate> erasedDays(DayTableErasure<?, ?> table) {
        return current.keySet().stream()
                .filter(day -> !table.erased(day).isEmpty())
                .toList();
    }

    private static List<DataFile> files(DayTableErasure<?, ?> table, List<LocalDate> days) {
        return days.stream().flatMap(day -> table.filesAfter(day).stream()).toList();
    }

    /** Returns the published days that contain the collar. */
    SortedSet<LocalDate> days() {
        return tables().stream()
                .flatMap(table -> erasedDays(table).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean isFound() {
        return tables().stream().anyMatch(DayTableErasure::isFound);
    }

    /** Returns the ids of all events of the collar in any file. */
    Set<String> eventIds() {
        return timelines.everFound().collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the published days on which feedback waits for its event or was carried over to another event. */
    Set<LocalDate> daysOfOtherFeedback() {
        return current.values().stream()
                .filter(publication -> publication.feedback().waiting()
                                + publication.feedback().carried()
                        > 0)
                .map(Publication::eventDay)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the other collars' events of a published day, sorted by bucket, collar and start. */
    List<Event> eventsLeft(LocalDate day) throws IOException {
        List<DataFile> files = new ArrayList<>(timelines.filesAfter(day));
        files.sort(Comparator.comparing(TableFiles::bucket));
        List<Event> left = new ArrayList<>();
        for (DataFile file : files) {
            timelines.table().read(file.location(), left::add);
        }
        return left;
    }

    /** Returns the number of erased rows, by table. */
    Map<String, Long> rows() {
        return tables().stream().collect(Collectors.toMap(DayTableErasure::name, DayTableErasure::rowCount));
    }

    Stream<TableChange> changes() {
        return tables().stream().map(DayTableErasure::change);
    }

    /** Returns the state of the days. Call it after the tables are committed and before records change. */
    Before before() {
        return new Before();
    }

    /** Whether each input of a published day is up to date. */
    private record Freshness(boolean readings, boolean feedback, boolean baselines) {}

    /** How many pieces of feedback find no event, and how many count for an event other than the one they name. */
    record Elsewhere(long waiting, long carried) {}

    /** The state of the days before new publications are recorded. */
    final class Before {
        private final Map<LocalDate, Freshness> freshness = new TreeMap<>();

        /** Determined before the transaction, since finding a table's snapshot reads its metadata files. */
        private final Publication.Snapshots snapshots = new Publication.Snapshots(
                timelines.change().snapshot(),
                summaries.change().snapshot(),
                resting.change().snapshot(),
                voices.change().snapshot());

        private Before() {
            current.forEach((day, publication) -> freshness.put(
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
         * Publishes all days from the committed tables, in the caller's transaction. Days that contained the collar
         * count as published by this run. Days that were up to date remain up to date.
         *
         * @param elsewhere by day, the new counts of feedback; only for days on which they may have changed
         */
        void publish(long run, Instant at, Map<LocalDate, Elsewhere> elsewhere) {
            List<Publication> coming = new ArrayList<>();
            List<VoiceTotal> totals = new ArrayList<>();
            SortedSet<LocalDate> changed = days();
            current.forEach((day, publication) -> {
                Freshness before = Objects.requireNonNull(freshness.get(day));
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
