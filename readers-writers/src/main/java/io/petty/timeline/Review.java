package io.petty.timeline;

import java.util.Locale;

/** What owners' voices, taken together, say of an event. */
public enum Review {
    UNREVIEWED,
    CONFIRMED,
    REJECTED,
    DISPUTED;

    /** The name in tables, such as {@code unreviewed}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no review has this label */
    public static Review ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
