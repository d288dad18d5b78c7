package io.petty.api.timeline;

import io.petty.api.http.QueryParameters;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.Review;
import io.petty.timeline.Span;
import java.util.List;

/**
 * A filter of events.
 *
 * @param confidence the minimum confidence
 * @param behaviors the matching behaviors; empty for all
 * @param reviews the matching reviews; empty for all
 */
record EventFilter(double confidence, List<Behavior> behaviors, List<Review> reviews) {
    static EventFilter of(QueryParameters parameters) {
        return new EventFilter(
                parameters.share("min_confidence", 0),
                parameters.words("behavior", Behavior.values(), Behavior::label),
                parameters.words("review", Review.values(), Review::label));
    }

    List<Event> of(List<Event> events) {
        return events.stream().filter(this::holds).toList();
    }

    /** Returns the spans with at least one matching event. */
    List<Span> ofSpans(List<Span> spans) {
        return spans.stream()
                .filter(span -> span.events().stream().anyMatch(this::holds))
                .toList();
    }

    private boolean holds(Event event) {
        return event.confidence() >= confidence
                && (behaviors.isEmpty() || behaviors.contains(event.behavior()))
                && (reviews.isEmpty() || reviews.contains(event.review()));
    }
}
