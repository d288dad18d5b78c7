package io.petty.api.timeline;

import io.petty.lake.DayLookups;
import io.petty.lake.OutdatedPublicationException;
import io.petty.lake.Publication;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks up collars' days, each as one publication shows it. */
public final class PublishedCollarDays {
    private final DayPublications days;
    private final DayLookups lookups;

    public PublishedCollarDays(DayPublications days, DayLookups lookups) {
        this.days = days;
        this.lookups = lookups;
    }

    /** Makes an answer of the days as they are published now. */
    interface Answer<A> {
        A make() throws IOException;
    }

    /**
     * Makes an answer, and makes it again when a publication that it began with was replaced and its files are gone: so an
     * answer and its tag are always of the same publications.
     */
    <A> A answer(Answer<A> answer) throws IOException {
        try {
            return answer.make();
        } catch (OutdatedPublicationException e) {
            days.refresh();
            return answer.make();
        }
    }

    /** The collar's events, by start; none when it has no reading that day. */
    List<Event> events(Publication publication, String collar) throws IOException {
        return lookups.eventsOf(publication, collar);
    }

    /** The collar's summary; empty when it has no reading that day. */
    Optional<Summary> summary(Publication publication, String collar) throws IOException {
        return lookups.summaryOf(publication, collar);
    }

    /** So many collars that have a reading on the day, in order, those behind {@code after}. */
    List<String> collars(Publication publication, @Nullable String after, int limit) throws IOException {
        return lookups.collars(publication, after, limit);
    }
}
