package io.petty.api.timeline;

import io.petty.api.settings.ApiSettings;
import io.petty.lake.DayLookups;
import io.petty.lake.LakeRecords;
import io.petty.lake.OutdatedPublicationException;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.limits.InterruptibleLock;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.IdentityHashMap;
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
 * The current publications of all days. They are cached in memory and refreshed regularly, so that requests don't read
 * them from the database. While the database doesn't answer, the last known publications remain in use.
 */
@Component
public final class DayPublications implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DayPublications.class);

    private static final int PATIENCE_SECONDS = 5;

    /** A week, as on the page. More would slow down the first requests after a start. */
    private static final int PREPARED_DAYS = 7;

    private final Publications publications;
    private final DayLookups lookups;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            new TaskThreadFactory("publications-", true, Thread.NORM_PRIORITY));

    /** The publications whose files were opened in advance. Used only by the thread of the watch. */
    private Set<Publication> prepared = Set.of();

    private final InterruptibleLock looking = new InterruptibleLock();
    private volatile Known known;
    private boolean failing;

    /** The result of a refresh. */
    private record Known(
            Publications.State state,
            NavigableMap<LocalDate, Publication> days,
            IdentityHashMap<Publication, String> texts) {}

    /** Reads the publications, and refreshes them at the interval of the settings. */
    DayPublications(LakeRecords records, DayLookups lookups, ApiSettings api) {
        this.publications = records.publications();
        this.lookups = lookups;
        this.known = load(publications.state());
        long interval = api.refresh().toMillis();
        // Ignored, since the task never throws and ends with the watch.
        Future<?> unused = watch.scheduleWithFixedDelay(this::lookAgain, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Creates an answer from the current publications. */
    public interface Answer<A> {
        A make() throws IOException;
    }

    /**
     * Creates an answer. If a publication was replaced meanwhile and its files are gone, creates the answer again. So
     * an answer and its tag always come from the same publications.
     */
    public <A> A answer(Answer<A> answer) throws IOException {
        try {
            return answer.make();
        } catch (OutdatedPublicationException e) {
            refresh();
            return answer.make();
        }
    }

    /** Returns the publication of a day. */
    Optional<Publication> of(LocalDate day) {
        return Optional.ofNullable(known.days().get(day));
    }

    /**
     * Returns a publication as text, which differs if any field differs. The text is cached: the entity tag of each answer
     * depends on it, and building it took a tenth of the time of a look-up.
     */
    String text(Publication publication) {
        String text = known.texts().get(publication);
        return text == null ? publication.toString() : text;
    }

    /** Returns the publications between two days, both included, in order. */
    List<Publication> between(LocalDate from, LocalDate to) {
        return List.copyOf(known.days().subMap(from, true, to, true).values());
    }

    /** Returns the newest published day. */
    public Optional<LocalDate> newest() {
        NavigableMap<LocalDate, Publication> days = known.days();
        return days.isEmpty() ? Optional.empty() : Optional.of(days.lastKey());
    }

    /** Returns the time since a UTC day ended. */
    public static Duration sinceEnd(LocalDate day, Clock clock) {
        return Duration.between(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(), clock.instant());
    }

    /** Returns the publications of the newest days in order, the newest last. */
    public List<Publication> newest(int count) {
        List<Publication> all = List.copyOf(known.days().values());
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    /** Returns the nearest published day before a day; null if there is none. */
    @Nullable
    LocalDate before(LocalDate day) {
        return known.days().lowerKey(day);
    }

    /** Returns the nearest published day after a day; null if there is none. */
    @Nullable
    LocalDate after(LocalDate day) {
        return known.days().higherKey(day);
    }

    /** Refreshes the publications now. */
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
                LOG.info("Publications can be read again");
            }
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing) {
                LOG.warn("Publications can't be read ({}). The last known ones are still served", e.toString());
            }
            failing = true;
        }
    }

    /**
     * Opens the files of newly published days, the newest first, so that their first requests are fast. Older days are
     * opened on request.
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
                LOG.warn("The files of {} can't be opened in advance: {}", publication.eventDay(), e.toString());
            }
        }
    }

    /** @param state was read before the days, so that the next refresh finds changes in between */
    private Known load(Publications.State state) {
        NavigableMap<LocalDate, Publication> days = new TreeMap<>();
        // By identity, since hashing all fields would cost as much as the text.
        IdentityHashMap<Publication, String> texts = new IdentityHashMap<>();
        publications.all().forEach(publication -> {
            days.put(publication.eventDay(), publication);
            texts.put(publication, publication.toString());
        });
        return new Known(state, days, texts);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        try {
            // Files must not be closed while the thread still reads them.
            if (!watch.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Publications were still being read when the service stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
