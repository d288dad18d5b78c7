package io.petty.lake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.petty.parquet.DamagedFileException;
import io.petty.parquet.lookup.KeyedFile;
import io.petty.parquet.lookup.KeyedReader;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks up single collars' days for a service that does so thousands of times per second. Returns the same as {@link
 * PublishedDay}. Caches the locations of each publication's files, and the collars and page positions of each file, in
 * bounded memory. A look-up thus reads only the pages it needs. Snapshots and files never change, so cached values are
 * never stale. Safe for use by several threads at once.
 */
public final class DayLookups implements Closeable {
    private final Lake lake;
    private final KeptTable<Event> timelines;
    private final KeptTable<Summary> summaries;
    private final Cache<String, KeyedFile> files;
    private final @Nullable LocalCopies copies;

    /** @throws IOException if the folder for copies can't be created; a lake in a local folder needs no copies */
    public DayLookups(Lake lake, LookupLimits limits) throws IOException {
        this.lake = lake;
        this.timelines = new KeptTable<>(new DayTable(lake::timelines, lake.buckets()), TimelineTable.byCollar());
        this.summaries = new KeptTable<>(new DayTable(lake::summaries, lake.buckets()), SummaryTable.byCollar());
        this.files = Caffeine.newBuilder()
                .maximumWeight(limits.memoryBytes())
                .weigher((String location, KeyedFile file) -> (int) Math.min(Integer.MAX_VALUE, file.heapBytes()))
                .build();
        this.copies = lake.isLocal() ? null : new LocalCopies(lake.files(), limits.copies(), limits.copyBytes());
    }

    /** A table's files by day, and the reader of these files. */
    private record KeptTable<R>(DayTable days, KeyedReader<R> reader) {}

    /** Opens the files of a publication's day before the first look-ups. Opening a file takes some milliseconds. */
    public void prepare(Publication publication) throws IOException {
        prepare(timelines, publication.snapshots().timelines(), publication.eventDay());
        prepare(summaries, publication.snapshots().summaries(), publication.eventDay());
    }

    private void prepare(KeptTable<?> table, long snapshot, LocalDate day) throws IOException {
        for (String location : allFiles(table, snapshot, day)) {
            kept(table, snapshot, day, location, file -> file);
        }
    }

    /**
     * Returns a collar's events of the publication's day, by start; none if it has no reading on that day.
     *
     * @throws OutdatedPublicationException if the publication's files have been removed
     * @throws DamagedFileException if a file's content is not as written
     */
    public List<Event> eventsOf(Publication publication, String collarId) throws IOException {
        return rows(timelines, publication.snapshots().timelines(), publication.eventDay(), collarId);
    }

    /** Returns a collar's summary, like {@link #eventsOf}; empty if it has no reading on that day. */
    public Optional<Summary> summaryOf(Publication publication, String collarId) throws IOException {
        List<Summary> found = rows(summaries, publication.snapshots().summaries(), publication.eventDay(), collarId);
        return found.stream().findFirst();
    }

    /** Returns a collar's event by its id, like {@link #eventsOf}. */
    public Optional<Event> event(Publication publication, String collarId, String eventId) throws IOException {
        return eventsOf(publication, collarId).stream()
                .filter(event -> event.eventId().equals(eventId))
                .findFirst();
    }

    /**
     * Returns the collars that have a reading on the publication's day, in order.
     *
     * @param after returns only collars after this one; null to begin with the first
     * @param limit maximum number of collars, at least 1
     */
    public List<String> collars(Publication publication, @Nullable String after, int limit) throws IOException {
        long snapshot = publication.snapshots().summaries();
        LocalDate day = publication.eventDay();
        TreeSet<String> collars = new TreeSet<>();
        for (String location : allFiles(summaries, snapshot, day)) {
            collars.addAll(
                    kept(summaries, snapshot, day, location, file -> file.keys(after == null ? "" : after, limit)));
        }
        return collars.stream().limit(limit).toList();
    }

    private <R> List<R> rows(KeptTable<R> table, long snapshot, LocalDate day, String collarId) throws IOException {
        List<R> found = new ArrayList<>();
        for (String location : files(table, snapshot, day).get(lake.buckets().bucket(collarId))) {
            found.addAll(
                    kept(table, snapshot, day, location, file -> table.reader().rows(file, collarId)));
        }
        return found;
    }

    private List<String> allFiles(KeptTable<?> table, long snapshot, LocalDate day) throws IOException {
        return files(table, snapshot, day).stream().flatMap(List::stream).toList();
    }

    private List<List<String>> files(KeptTable<?> table, long snapshot, LocalDate day) throws IOException {
        if (snapshot == 0) {
            return Collections.nCopies(lake.buckets().count(), List.of());
        }
        try {
            return table.days().files(snapshot, day);
        } catch (NoSuchElementException e) {
            throw new OutdatedPublicationException(day, snapshot, e);
        } catch (RuntimeException e) {
            // Maintenance removes a snapshot before its manifests.
            if (!table.days().has(snapshot)) {
                throw new OutdatedPublicationException(day, snapshot, e);
            }
            throw e;
        }
    }

    private interface Work<T> {
        T of(KeyedFile file) throws IOException;
    }

    private <T> T kept(KeptTable<?> table, long snapshot, LocalDate day, String location, Work<T> work)
            throws IOException {
        try {
            return copies == null ? work.of(opened(table, location)) : ofCopy(copies, table, location, work);
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (!table.days().has(snapshot)) {
                throw new OutdatedPublicationException(day, snapshot, e);
            }
            throw e;
        }
    }

    private <T> T ofCopy(LocalCopies local, KeptTable<?> table, String location, Work<T> work) throws IOException {
        try {
            if (!local.has(location)) {
                files.invalidate(location);
            }
            return work.of(opened(table, location));
        } catch (NoSuchFileException e) {
            // The copy was just evicted, or is too large to be kept.
            files.invalidate(location);
            Path copy = local.temporary(location);
            try {
                return work.of(table.reader().openCopy(location, copy));
            } finally {
                LocalCopies.deleteCopy(copy);
            }
        }
    }

    private KeyedFile opened(KeptTable<?> table, String location) throws IOException {
        try {
            return files.get(location, name -> open(table, name));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private KeyedFile open(KeptTable<?> table, String location) {
        try {
            return copies == null
                    ? table.reader().open(location, Path.of(location))
                    : table.reader().openCopy(location, copies.of(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the approximate size of the cached file data on the heap, in bytes. */
    long heapBytes() {
        files.cleanUp();
        return files.asMap().values().stream().mapToLong(KeyedFile::heapBytes).sum();
    }

    @Override
    public void close() throws IOException {
        files.invalidateAll();
        timelines.reader().close();
        summaries.reader().close();
        if (copies != null) {
            copies.close();
        }
    }
}
