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
 * Looks up single collars' days, for a service that does so thousands of times a second. Gives what {@link PublishedDay}
 * gives, but keeps in bounded memory which files a publication has, and of each file which rows are whose and where its
 * pages lie, so that a look-up reads the pages it needs and nothing else. All of it is of snapshots and files that never
 * change, so nothing kept is ever outdated. Safe for use by several threads at once.
 */
public final class DayLookups implements Closeable {
    private final Lake lake;
    private final KeptTable<Event> timelines;
    private final KeptTable<Summary> summaries;
    private final Cache<String, KeyedFile> files;
    private final @Nullable LocalCopies copies;

    /** @throws IOException when the folder for copies can't be made; a lake in a local folder needs none */
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

    /** A table's planned days, and how to read its files. */
    private record KeptTable<R>(DayTable days, KeyedReader<R> reader) {}

    /** Opens the files of a publication's day ahead of the first look-ups, which would take some milliseconds each. */
    public void prepare(Publication publication) throws IOException {
        prepare(timelines, publication.snapshots().timelines(), publication.eventDay());
        prepare(summaries, publication.snapshots().summaries(), publication.eventDay());
    }

    private void prepare(KeptTable<?> table, long snapshot, LocalDate day) throws IOException {
        for (String location : files(table, snapshot, day).all()) {
            kept(table, snapshot, day, location, file -> file);
        }
    }

    /**
     * One collar's events of the publication's day, by start; none when it has no reading that day.
     *
     * @throws OutdatedPublicationException when the publication's files are no longer kept
     * @throws DamagedFileException when a file isn't what was written
     */
    public List<Event> eventsOf(Publication publication, String collarId) throws IOException {
        return rows(timelines, publication.snapshots().timelines(), publication.eventDay(), collarId);
    }

    /** One collar's summary, as {@link #eventsOf}; empty when it has no reading that day. */
    public Optional<Summary> summaryOf(Publication publication, String collarId) throws IOException {
        List<Summary> found = rows(summaries, publication.snapshots().summaries(), publication.eventDay(), collarId);
        return found.stream().findFirst();
    }

    /** An event of a collar by its id, as {@link #eventsOf}. */
    public Optional<Event> event(Publication publication, String collarId, String eventId) throws IOException {
        return eventsOf(publication, collarId).stream()
                .filter(event -> event.eventId().equals(eventId))
                .findFirst();
    }

    /**
     * The collars that have a reading on the publication's day, in order.
     *
     * @param after give those behind this one; null for the first
     * @param limit of how many to give, at least 1
     */
    public List<String> collars(Publication publication, @Nullable String after, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("At least one collar can be asked for, not " + limit);
        }
        long snapshot = publication.snapshots().summaries();
        LocalDate day = publication.eventDay();
        TreeSet<String> collars = new TreeSet<>();
        for (String location : files(summaries, snapshot, day).all()) {
            collars.addAll(
                    kept(summaries, snapshot, day, location, file -> file.keys(after == null ? "" : after, limit)));
        }
        return collars.stream().limit(limit).toList();
    }

    private <R> List<R> rows(KeptTable<R> table, long snapshot, LocalDate day, String collarId) throws IOException {
        List<String> locations = files(table, snapshot, day).of(lake.buckets().bucket(collarId));
        List<R> found = List.of();
        for (String location : locations) {
            List<R> more =
                    kept(table, snapshot, day, location, file -> table.reader().rows(file, collarId));
            if (found.isEmpty()) {
                found = more;
            } else {
                found = new ArrayList<>(found);
                found.addAll(more);
            }
        }
        return found;
    }

    private DayFiles files(KeptTable<?> table, long snapshot, LocalDate day) throws IOException {
        if (snapshot == 0) {
            return new DayFiles(Collections.nCopies(lake.buckets().count(), List.of()));
        }
        try {
            return table.days().files(snapshot, day);
        } catch (NoSuchElementException e) {
            throw new OutdatedPublicationException(day, snapshot, e);
        } catch (RuntimeException e) {
            // Maintenance removes snapshots first and their manifests after.
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
            // It made room for others just now, or there was none for it.
            files.invalidate(location);
            return local.once(location, copy -> work.of(table.reader().openCopy(location, copy)));
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

    /** How much of the heap is taken by what is kept of files, about. */
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
