package io.petty.lake;

/** The reason why a published day no longer matches its inputs. */
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

    /** Returns the name for people, such as {@code readings changed}. */
    public String label() {
        return label;
    }
}
