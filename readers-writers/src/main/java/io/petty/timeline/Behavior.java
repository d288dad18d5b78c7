package io.petty.timeline;

/** What a collar's wearer was doing, as the rules tell it, with the confidence a rule has before any feedback. */
public enum Behavior {
    DEEP_SLEEP("Deep Sleep", 0.90),
    ANXIOUS_PACING("Anxious Pacing", 0.75),
    PLAYING_FETCH("Playing Fetch", 0.80),
    RESTING("Resting", 0.70),
    WALKING("Walking", 0.70),
    RUNNING("Running", 0.70),
    ALERT("Alert", 0.70),
    UNKNOWN("Unknown", 0);

    private final String label;
    private final double ruleConfidence;

    Behavior(String label, double ruleConfidence) {
        this.label = label;
        this.ruleConfidence = ruleConfidence;
    }

    /** The name that tables and people see, such as {@code Deep Sleep}. */
    public String label() {
        return label;
    }

    /** The confidence of the rule alone, 0 to 1. */
    public double ruleConfidence() {
        return ruleConfidence;
    }

    /** @throws IllegalArgumentException when no behavior has this label */
    public static Behavior ofLabel(String label) {
        for (Behavior behavior : values()) {
            if (behavior.label.equals(label)) {
                return behavior;
            }
        }
        throw new IllegalArgumentException("No behavior is called '" + label + "'");
    }
}
