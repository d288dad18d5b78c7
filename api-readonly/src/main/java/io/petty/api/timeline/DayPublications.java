package io.petty.api.timeline;

import io.petty.api.settings.ApiSettings;
import io.petty.lake.DayLookups;
import io.petty.lake.OutdatedPublicationException;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.limits.InterruptibleLock;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The current publications of all days, kept in memory and looked at again every now and then, so that a request needs no
 * database to know what it shows. While the database doesn't answer, what was known last stays.
 */
@Component
public final class DayPublications implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DayPublications.class);

    private static final int PATIENCE_SECONDS = 5;

    /** A week: what pages show, and what a start can open beside its first requests. */
    private static final int PREPARED_DAYS = 7;

    private final Publications publications;
    private final DayLookups lookups;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            new TaskThreadFactory("publications-", true, Thread.NORM_PRIORITY));

    /** The publications whose files were opened; only the watch's thread knows. */
    private Set<Publication> prepared = Set.of();

    private final InterruptibleLock looking = new InterruptibleLock();
    private volatile Known known;
    private boolean failing;

    /** The days as they were known after a look. */
    private record Known(Publications.State state, NavigableMap<LocalDate, Publication> days) {}

    /** Looks at the publications there are, and again and again after the interval of the settings. */
    DayPublications(Publications publications, DayLookups lookups, ApiSettings api) {
        this.publications = publications;
        this.lookups = lookups;
        this.known = load(publications.state());
        long interval = api.refresh().toMillis();
        // It ends with the watch, and never throws.
        Future<?> unused = watch.scheduleWithFixedDelay(this::lookAgain, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Makes an answer of the days as they are published now. */
    public interface Answer<A> {
        A make() throws IOException;
    }

    /**
     * Makes an answer, and makes it again when a publication that it began with was replaced and its files are gone: so an
     * answer and its tag are always of the same publications.
     */
    public <A> A answer(Answer<A> answer) throws IOException {
        try {
            return answer.make();
        } catch (OutdatedPublicationException e) {
            refresh();
            return answer.make();
        }
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
    public List<Publication> newest(int count) {
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
            prepareNew();
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

    /**
     * Opens the files of days that were just published, the newest first, so that whoever looks at them in the morning
     * doesn't wait for it. Older days are opened when somebody asks.
     */
    private void prepareNew() {
        List<Publication> now = List.copyOf(known.days().values());
        List<Publication> come = now.stream()
                .filter(publication -> !prepared.contains(publication))
                .toList();
        prepared = Set.copyOf(now);
        for (int i = come.size() - 1; i >= Math.max(0, come.size() - PREPARED_DAYS); i--) {
            Publication publication = come.get(i);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                lookups.prepare(publication);
            } catch (IOException | RuntimeException e) {
                LOG.warn("The files of {} can't be opened ahead: {}", publication.eventDay(), e.toString());
            }
        }
    }

    /** The state is older than the days or as old, so that what changes in between is found at the next look. */
    private Known load(Publications.State state) {
        NavigableMap<LocalDate, Publication> days = new TreeMap<>();
        publications.all().forEach(publication -> days.put(publication.eventDay(), publication));
        return new Known(state, days);
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
