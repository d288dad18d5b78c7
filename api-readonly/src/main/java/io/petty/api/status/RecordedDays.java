package io.petty.api.status;

import io.petty.lake.Deliveries;
import io.petty.lake.Delivery;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.IncompleteFiles;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells the state of days from the lake's records alone. */
public final class RecordedDays {
    private final Deliveries deliveries;
    private final FeedbackDeliveries feedback;
    private final Publications publications;

    public RecordedDays(Deliveries deliveries, FeedbackDeliveries feedback, Publications publications) {
        this.deliveries = deliveries;
        this.feedback = feedback;
        this.publications = publications;
    }

    /** The newest day that was delivered or published. */
    Optional<LocalDate> newest() {
        NavigableSet<LocalDate> days = new TreeSet<>(deliveries.days());
        days.addAll(publications.days());
        return days.isEmpty() ? Optional.empty() : Optional.of(days.last());
    }

    /** Each day of a range from the first that is known of, in order; one in between that nothing is known of is missing. */
    List<RecordedDay> between(LocalDate from, LocalDate to) {
        NavigableMap<LocalDate, Delivery> delivered = new TreeMap<>();
        deliveries.between(from, to).forEach(delivery -> delivered.put(delivery.day(), delivery));
        NavigableMap<LocalDate, Publication> published = new TreeMap<>();
        publications.current(from, to).forEach(publication -> published.put(publication.eventDay(), publication));
        NavigableSet<LocalDate> known = new TreeSet<>(delivered.keySet());
        known.addAll(published.keySet());
        List<RecordedDay> days = new ArrayList<>();
        if (known.isEmpty()) {
            return days;
        }
        for (LocalDate day = known.first(); !day.isAfter(known.last()); day = day.plusDays(1)) {
            days.add(day(day, delivered.get(day), published.get(day)));
        }
        return days;
    }

    private RecordedDay day(LocalDate day, @Nullable Delivery delivery, @Nullable Publication publication) {
        Delivery.@Nullable Ingested ingested = delivery == null ? null : delivery.ingested();
        RecordedDay.State state;
        Long run = publication == null ? null : publication.run();
        String why = "";
        if (delivery != null && delivery.attemptState() != Delivery.AttemptState.COMPLETED) {
            boolean failed = delivery.attemptState() == Delivery.AttemptState.FAILED;
            state = failed ? RecordedDay.State.FAILED : RecordedDay.State.RUNNING;
            run = delivery.attemptRun();
            String message = delivery.attemptMessage();
            why = message == null ? "" : message;
        } else if (publication == null) {
            boolean empty = deliveries.contributionsTo(day).isEmpty();
            state = RecordedDay.State.MISSING;
            why = empty ? "nothing delivered" : "delivered, not published yet";
        } else {
            List<String> causes = causes(publication);
            Long pinned = publication.pinnedRun();
            state = pinned != null
                    ? RecordedDay.State.PINNED
                    : causes.isEmpty() ? RecordedDay.State.FRESH : RecordedDay.State.STALE;
            if (pinned != null) {
                causes.add(0, "pinned to run %d until it is rerun".formatted(pinned));
            }
            why = String.join(", ", causes);
        }
        IncompleteFiles lost = delivery == null ? IncompleteFiles.NONE : deliveries.incompleteFiles(delivery);
        if (!lost.isEmpty() && state != RecordedDay.State.FAILED) {
            why = why.isEmpty() ? lost.text() : why + ", " + lost.text();
        }
        return new RecordedDay(
                day,
                ingested == null ? 0 : ingested.files(),
                ingested == null ? 0 : ingested.readings(),
                ingested == null ? 0 : ingested.rejects(),
                ingested == null ? 0 : ingested.forgotten(),
                state,
                run,
                publication == null ? null : publication.publishedAt(),
                !lost.isEmpty(),
                why);
    }

    private List<String> causes(Publication publication) {
        LocalDate day = publication.eventDay();
        List<String> causes = new ArrayList<>();
        if (!publication.readingsFingerprint().equals(deliveries.readingsFingerprint(day))) {
            causes.add("readings changed");
        }
        String said = feedback.day(day).map(FeedbackDeliveries.Day::fingerprint).orElse("");
        if (!publication.feedbackFingerprint().equals(said)) {
            causes.add("feedback changed");
        }
        return causes;
    }
}
