package io.petty.feedback;

import io.petty.timeline.EventId;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the feedback table: what one owner said of one event, once.
 *
 * @param feedbackId names it among the feedback on its event
 * @param eventId see {@link EventId}; the event needn't be there (yet)
 * @param userKey a keyed hash of the owner's id; null for feedback without one
 * @param voice what it says by itself
 * @param correctedBehavior what the owner says it was instead, one of {@link #BEHAVIORS}; null without a correction
 * @param timestamp when it was given, milliseconds since 1970-01-01T00:00Z
 * @param delivered the key of the document it stands in; of several alike, the first
 * @param about the event as it was when this was first folded; null while it was never folded
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

    /** What a correction may name: the rules' behaviors and two they don't know. */
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
     * By event and id. Of several documents of one feedback, the newest and then the one whose content comes first: no
     * matter how many there are and in which order they come, the first of them all is the same.
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
            throw new IllegalArgumentException("Feedback has an id and the key of a document");
        }
        if (EventId.day(eventId).isEmpty()) {
            throw new IllegalArgumentException(eventId + " is no event's id");
        }
        if (correctedBehavior != null && !BEHAVIORS.contains(correctedBehavior)) {
            throw new IllegalArgumentException("No behavior is called '" + correctedBehavior + "'");
        }
    }

    /** The UTC day of its event. */
    public LocalDate eventDay() {
        return EventId.day(eventId).orElseThrow();
    }

    /** The same with the event it was about. */
    public Feedback withAbout(@Nullable AboutEvent event) {
        return new Feedback(feedbackId, eventId, userKey, voice, correctedBehavior, timestamp, delivered, event);
    }

    /** Whether it is of the same event and id. */
    public boolean isSameAs(Feedback other) {
        return eventId.equals(other.eventId) && feedbackId.equals(other.feedbackId);
    }
}
