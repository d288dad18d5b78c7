package io.petty.timeline;

import java.util.List;
import java.util.Locale;

/** The verdict of all owners' voices on an event. */
public enum Review {
    UNREVIEWED,
    CONFIRMED,
    REJECTED,
    DISPUTED;

    private static final List<Review> VALUES = List.of(values());

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the name in tables, such as {@code unreviewed}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException if no review has this label */
    public static Review ofLabel(String label) {
        // Fast, since nearly every event has the first value.
        for (Review review : VALUES) {
            if (review.label.equals(label)) {
                return review;
            }
        }
        throw new IllegalArgumentException("No review is called '" + label + "'");
    }
}
