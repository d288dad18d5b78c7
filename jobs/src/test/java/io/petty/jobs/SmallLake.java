package io.petty.jobs;

import io.petty.feedback.FeedbackRules;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.partition.LocalEngine;
import io.petty.jobs.rules.TimelineRules;
import io.petty.jobs.run.BatchJobs;
import io.petty.jobs.update.LakeUpdate;
import io.petty.lake.EventDays;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import io.petty.lake.LakeRecords;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.Leases;
import io.petty.process.HandClock;
import io.petty.raw.RawRules;
import io.petty.reading.CollarBuckets;
import io.petty.storage.S3Settings;
import io.petty.storage.Storage;
import io.petty.storage.StorageLocation;
import io.petty.timeline.Event;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.batch.core.listener.StepExecutionListener;

/**
 * A lake in a folder, with its database, raw files and feedback. It has only two buckets and little data, so its jobs
 * are quick.
 */
public final class SmallLake implements Closeable {
    public static final LocalDate DAY = LocalDate.parse("2026-11-20");
    public static final String COLLAR = "BELLA-01";
    public static final String OTHER_COLLAR = "REX-99";

    private static final int BUCKETS = 2;
    private static final int THREADS = 2;
    private static final int SORT_READINGS = 1_000;
    private static final String SECRET = "the secret of a lake used only by tests";

    private final Path folder;
    private final HandClock clock = new HandClock(Instant.parse("2026-12-01T00:00:00Z"));
    private final LakeDatabase database;
    private final Lake lake;
    private final Storage raw;
    private final Storage feedback;
    private final LakeRecords records;
    private final ForgottenCollars forgotten;
    private final EventDays eventDays;
    private final StopRequest stop = new StopRequest();
    private final Progress progress = new Progress();

    public SmallLake(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("raw"));
        Files.createDirectories(folder.resolve("feedback"));
        database = LakeDatabase.openEmbedded(Files.createDirectories(folder.resolve("home")));
        lake = new Lake(database, location("lake"), S3Settings.AWS, new CollarBuckets(BUCKETS));
        raw = Storage.open(location("raw"), S3Settings.AWS);
        feedback = Storage.open(location("feedback"), S3Settings.AWS);
        records = LakeRecords.of(database, clock);
        forgotten = new ForgottenCollars(database, () -> SECRET, clock);
        eventDays = new EventDays(
                records.deliveries(), records.feedback(), records.publications(), TimelineRules.DEFAULTS.inForce());
    }

    private StorageLocation location(String name) {
        return StorageLocation.parse(folder.resolve(name).toString());
    }

    /** The work that a run does with a {@link LakeUpdate}. */
    public interface Work<T> {
        T on(LakeUpdate update) throws Exception;
    }

    /** Does the work of a new run. The run begins an hour after the previous one and holds the lease. */
    public <T> T update(Work<T> work) throws Exception {
        try (Lease lease = take("run")) {
            return update(lease, work);
        }
    }

    /** Does a run's work with a lease that the caller holds. */
    public <T> T update(Lease lease, Work<T> work) throws Exception {
        return update(lease, List.of(), work);
    }

    /** Does a run's work with a lease that the caller holds, and calls listeners for each of its steps. */
    public <T> T update(Lease lease, List<StepExecutionListener> stepListeners, Work<T> work) throws Exception {
        JobParts parts = parts(lease);
        BatchJobs jobs = new BatchJobs(
                parts,
                work(),
                raw,
                new FeedbackRoot(feedback, FeedbackRules.DEFAULTS, SECRET),
                new LocalEngine(THREADS, stop, progress),
                stepListeners);
        try (LakeUpdate update = new LakeUpdate(parts, raw, jobs)) {
            return work.on(update);
        }
    }

    public WorkFolder work() {
        return new WorkFolder(lake.files(), location("work").toString(), "work");
    }

    /** Returns the objects that all jobs of a run share. */
    public JobParts parts(Lease lease) {
        return new JobParts(
                lake,
                records,
                eventDays,
                forgotten,
                new JobSettings(THREADS, SORT_READINGS, 0.05, RawRules.DEFAULTS, TimelineRules.DEFAULTS),
                lease,
                stop,
                progress,
                clock);
    }

    /**
     * Acquires the lease for a new run. A run that still holds the lease loses it: both use the same home, so the
     * earlier run counts as dead.
     */
    public Lease take(String command) {
        clock.forward(Duration.ofHours(1));
        return new Leases(database, records.runs(), records.deliveries(), Duration.ofHours(10))
                .take(command, "test", "the home's lock", () -> {})
                .orElseThrow();
    }

    /** Writes a raw file of a delivery day. */
    public void deliver(LocalDate day, String file, List<String> lines) throws IOException {
        Path path = folder.resolve("raw").resolve("dt=" + day).resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, lines);
    }

    /** Removes a raw file. */
    public void withdraw(LocalDate day, String file) throws IOException {
        Files.delete(folder.resolve("raw").resolve("dt=" + day).resolve(file));
    }

    /** Writes an owner's feedback on an event below the feedback root. */
    public void giveFeedback(String eventId, String user, String opinion, Instant at) throws IOException {
        Files.writeString(folder.resolve("feedback").resolve(eventId + user + ".json"), """
                {"event_id":"%s","user_id":"%s","user_feedback":"%s","timestamp":"%s"}""".formatted(
                        eventId, user, opinion, at));
    }

    /** Returns a raw line of a collar at rest. */
    public static String reading(String collar, Instant time, double heartRate) {
        return """
               {"collar_id":"%s","timestamp":"%s","heart_rate":%s,"activity_level":0}""".formatted(collar, time, heartRate);
    }

    /** Returns raw lines of a collar at rest, with one reading per minute from noon of the day. */
    public static List<String> rest(String collar, LocalDate day, int minutes, double heartRate) {
        Instant noon = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        return IntStream.range(0, minutes)
                .mapToObj(minute -> reading(collar, noon.plus(Duration.ofMinutes(minute)), heartRate))
                .toList();
    }

    /** Returns raw lines that aren't JSON. */
    public static List<String> broken(int count) {
        return IntStream.range(0, count).mapToObj(line -> "broken " + line).toList();
    }

    public static List<String> together(List<String> lines, List<String> more) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(more);
        return all;
    }

    public Path folder() {
        return folder;
    }

    public Lake lake() {
        return lake;
    }

    public LakeDatabase database() {
        return database;
    }

    public Storage raw() {
        return raw;
    }

    public Storage feedback() {
        return feedback;
    }

    public LakeRecords records() {
        return records;
    }

    public EventDays eventDays() {
        return eventDays;
    }

    public ForgottenCollars forgotten() {
        return forgotten;
    }

    public HandClock clock() {
        return clock;
    }

    public StopRequest stop() {
        return stop;
    }

    public Progress progress() {
        return progress;
    }

    public Optional<Publication> publication(LocalDate day) {
        return records.publications().current(day);
    }

    /** Returns the published events of a collar. */
    public List<Event> events(LocalDate day, String collar) throws IOException {
        return new PublishedDay(lake, publication(day).orElseThrow()).eventsOf(collar);
    }

    /** Returns the recorded state of a run. */
    public String state(long run) {
        return records.history().find(run).orElseThrow().state();
    }

    @Override
    public void close() throws IOException {
        raw.close();
        feedback.close();
        lake.close();
        database.close();
    }
}
