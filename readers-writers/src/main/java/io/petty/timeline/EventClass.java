package io.petty.timeline;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Events that are calibrated together: those of one behavior and one confidence of its rule. Sure and likely sleeps are
 * thus calibrated separately.
 */
public record EventClass(Behavior behavior, double ruleConfidence) implements Comparable<EventClass>, Serializable {
    private static final Comparator<EventClass> ORDER =
            Comparator.comparing(EventClass::behavior).thenComparingDouble(EventClass::ruleConfidence);

    /** Returns the class of an event. */
    public static EventClass of(Event event) {
        return new EventClass(event.behavior(), event.ruleConfidence());
    }

    @Override
    public int compareTo(EventClass other) {
        return ORDER.compare(this, other);
    }
}
