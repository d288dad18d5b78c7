package io.petty.feedback;

import java.util.Locale;

/** The vote of an owner's feedback on an event, without its correction. */
public enum Voice {
    POSITIVE,
    NEGATIVE,
    /** Free text, neither positive nor negative. */
    NONE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the name in the table and in documents, such as {@code positive}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException if no voice has this label */
    public static Voice ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
