package io.petty.timeline;

import java.util.List;

/** What a collar's wearer was doing, as the rules tell it. */
public enum Behavior {
    DEEP_SLEEP("Deep Sleep"),
    ANXIOUS_PACING("Anxious Pacing"),
    PLAYING_FETCH("Playing Fetch"),
    RESTING("Resting"),
    WALKING("Walking"),
    RUNNING("Running"),
    ALERT("Alert"),
    UNKNOWN("Unknown");

    private static final List<Behavior> VALUES = List.of(values());

    private final String label;

    Behavior(String label) {
        this.label = label;
    }

    /** The name that tables and people see, such as {@code Deep Sleep}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException when no behavior has this label */
    public static Behavior ofLabel(String label) {
        for (Behavior behavior : VALUES) {
            if (behavior.label.equals(label)) {
                return behavior;
            }
        }
        throw new IllegalArgumentException("No behavior is called '" + label + "'");
    }
}
