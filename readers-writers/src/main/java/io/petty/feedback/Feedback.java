package io.petty.feedback;

import io.petty.timeline.EventId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the feedback table: one owner's feedback on one event.
 *
 * @param feedbackId unique among the feedback on its event
 * @param eventId see {@link EventId}; the event need not exist (yet)
 * @param userKey a keyed hash of the owner's id; null for feedback without one
 * @param voice the vote of the feedback itself, without its correction
 * @param correctedBehavior the behavior that the owner names instead, one of {@link #BEHAVIORS}; null without a
 *     correction
 * @param timestamp when it was given, milliseconds since 1970-01-01T00:00Z
 * @param delivered the key of its document, or the first key if several documents are equal
 * @param about the event as it was when the feedback was first folded; null until then
 */
public record Feedback(
        String feedbackId,
        String eventId,
        @Nullable String userKey,
        Voice voice,
        @Nullable String correctedBehavior,
        long timestamp,
        String delivered,
        @Nullable AboutEvent about) {

    /** The behaviors that a correction may name: those of the rules and two more. */
    public static final Set<String> BEHAVIORS = Set.of(
            "Deep Sleep",
            "Anxious Pacing",
            "Playing Fetch",
            "Eating",
            "Drinking",
            "Walking",
            "Running",
            "Resting",
            "Alert",
            "Unknown");

    /**
     * Orders by event and id. Documents of the same feedback are ordered by age, the newest first, then by content. The
     * first of them therefore doesn't depend on the order of their arrival.
     */
    public static final Comparator<Feedback> ORDER = Comparator.comparing(Feedback::eventId)
            .thenComparing(Feedback::feedbackId)
            .thenComparing(Comparator.comparingLong(Feedback::timestamp).reversed())
            .thenComparing(Feedback::voice)
            .thenComparing(Feedback::correctedBehavior, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Feedback::userKey, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Feedback::delivered);

    public Feedback {
        if (feedbackId.isEmpty() || delivered.isEmpty()) {
            throw new IllegalArgumentException("Feedback needs an id and the key of its document");
        }
        if (EventId.day(eventId).isEmpty()) {
            throw new IllegalArgumentException(eventId + " is not an event id");
        }
        if (correctedBehavior != null && !BEHAVIORS.contains(correctedBehavior)) {
            throw new IllegalArgumentException("No behavior is called '" + correctedBehavior + "'");
        }
    }

    /** Returns the UTC day of the event. */
    public LocalDate eventDay() {
        return EventId.day(eventId).orElseThrow();
    }

    /** Returns the same feedback with the event it refers to. */
    public Feedback withAbout(@Nullable AboutEvent event) {
        return new Feedback(feedbackId, eventId, userKey, voice, correctedBehavior, timestamp, delivered, event);
    }

    /** Returns whether the other feedback has the same event and id. */
    public boolean isSameAs(Feedback other) {
        return eventId.equals(other.eventId) && feedbackId.equals(other.feedbackId);
    }
}
