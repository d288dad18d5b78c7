package io.petty.timeline;

import java.util.List;

/** The behaviors that the rules recognize. */
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

    /** Returns the name in tables and displays, such as {@code Deep Sleep}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException if no behavior has this label */
    public static Behavior ofLabel(String label) {
        for (Behavior behavior : VALUES) {
            if (behavior.label.equals(label)) {
                return behavior;
            }
        }
        throw new IllegalArgumentException("No behavior is called '" + label + "'");
    }
}
