package io.petty.feedback;

import java.util.Locale;

/** What an owner's feedback says of an event, before any correction is looked at. */
public enum Voice {
    POSITIVE,
    NEGATIVE,
    /** Free text, which counts as neither. */
    NONE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in the table and in documents, such as {@code positive}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException when no voice has this label */
    public static Voice ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
