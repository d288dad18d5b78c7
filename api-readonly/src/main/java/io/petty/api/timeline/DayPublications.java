package io.petty.api.timeline;

import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.limits.InterruptibleLock;
import java.io.Closeable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current publications of all days, kept in memory and looked at again every now and then, so that a request needs no
 * database to know what it shows. While the database doesn't answer, what was known last stays.
 */
public final class DayPublications implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DayPublications.class);

    private static final int PATIENCE_SECONDS = 5;

    private final Publications publications;
    private final Consumer<List<Publication>> onNew;
    private final ScheduledExecutorService watch;
    /** The publications that were told of; only the watch's thread knows. */
    private Set<Publication> told = Set.of();

    private final InterruptibleLock looking = new InterruptibleLock();
    private volatile Known known;
    private boolean failing;

    /** The days as they were known after a look. */
    private record Known(Publications.State state, NavigableMap<LocalDate, Publication> days) {}

    /**
     * Looks at the publications there are.
     *
     * @param interval after which they are looked at again
     * @param onNew is told of publications that came since the look before, at first of all; by a thread that has nothing
     *     else to do
     */
    public DayPublications(Publications publications, Duration interval, Consumer<List<Publication>> onNew) {
        this.publications = publications;
        this.onNew = onNew;
        this.known = load(publications.state());
        this.watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "publications");
            thread.setDaemon(true);
            return thread;
        });
        // It ends with the watch, and never throws.
        Future<?> unused = watch.scheduleWithFixedDelay(
                this::lookAgain, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The publication of a day. */
    Optional<Publication> of(LocalDate day) {
        return Optional.ofNullable(known.days().get(day));
    }

    /** The publications from a day to another, both included, in order. */
    List<Publication> between(LocalDate from, LocalDate to) {
        return List.copyOf(known.days().subMap(from, true, to, true).values());
    }

    /** The newest day that is published. */
    public Optional<LocalDate> newest() {
        NavigableMap<LocalDate, Publication> days = known.days();
        return days.isEmpty() ? Optional.empty() : Optional.of(days.lastKey());
    }

    /** So many days in order, the last of which is the newest. */
    List<Publication> newest(int count) {
        List<Publication> all = List.copyOf(known.days().values());
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** The nearest published day before a day; null when there is none. */
    @Nullable
    LocalDate before(LocalDate day) {
        return known.days().lowerKey(day);
    }

    /** The nearest published day after a day; null when there is none. */
    @Nullable
    LocalDate after(LocalDate day) {
        return known.days().higherKey(day);
    }

    /** Looks now, as when a publication's files are found to be gone. */
    void refresh() {
        looking.hold(() -> {
            Publications.State state = publications.state();
            if (!state.equals(known.state())) {
                known = load(state);
            }
            return state;
        });
    }

    private void lookAgain() {
        try {
            refresh();
            tellOfNew();
            if (failing) {
                LOG.info("Publications can be looked at again");
            }
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                LOG.warn("Publications can't be looked at; those known are served on: {}", e.toString());
            }
            failing = true;
        }
    }

    private void tellOfNew() {
        Collection<Publication> now = known.days().values();
        List<Publication> come =
                now.stream().filter(publication -> !told.contains(publication)).toList();
        if (!come.isEmpty()) {
            told = Set.copyOf(now);
            onNew.accept(come);
        }
    }

    /** The state is older than the days or as old, so that what changes in between is found at the next look. */
    private Known load(Publications.State state) {
        Map<LocalDate, Publication> days = new TreeMap<>();
        publications.all().forEach(publication -> days.put(publication.eventDay(), publication));
        return new Known(state, new TreeMap<>(days));
    }

    @Override
    public void close() {
        watch.shutdownNow();
        try {
            // It may be in the middle of a file, which must not be closed under it.
            if (!watch.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Publications were still looked at when the service ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
