package io.petty.lake;

/** Why a published day is no longer what its inputs give. */
public enum Staleness {
    READINGS("readings changed"),
    LATE_READINGS("late readings"),
    FEEDBACK("feedback changed"),
    CALIBRATION("calibration moved"),
    BASELINES("baselines changed"),
    RULES("rules changed");

    private final String label;

    Staleness(String label) {
        this.label = label;
    }

    /** For people, such as {@code readings changed}. */
    public String label() {
        return label;
    }
}
