package io.petty.generate;

import io.petty.timeline.Behavior;

/** The true states of a synthetic pet. */
enum PetState {
    SLEEP(Behavior.DEEP_SLEEP.label(), 0, true),
    NAP(Behavior.DEEP_SLEEP.label(), 0, true),
    REST(Behavior.RESTING.label(), 0, true),
    /** A short wake during sleep. */
    WAKE(Behavior.RESTING.label(), 0, true),
    ALERT(Behavior.ALERT.label(), 0, true),
    WALK(Behavior.WALKING.label(), 1, false),
    PACING(Behavior.ANXIOUS_PACING.label(), 1, true),
    /** Walking around the house. */
    PATROL(Behavior.WALKING.label(), 1, true),
    RUN(Behavior.RUNNING.label(), 2, false),
    /** A few minutes of wild play indoors. */
    PLAY(Behavior.RUNNING.label(), 2, true),
    /** Running to the ball and back. The way back is too short for a reading. */
    FETCH_RUN(Behavior.PLAYING_FETCH.label(), 2, false),
    /** Back with the owner, waiting for the next throw. */
    FETCH_STOP(Behavior.PLAYING_FETCH.label(), 0, false),
    /** The collar is off and on its charger, so there is no behavior to see. */
    CHARGING("Charging", 0, true);

    private final String label;
    private final int activity;
    private final boolean indoors;

    PetState(String label, int activity, boolean indoors) {
        this.label = label;
        this.activity = activity;
        this.indoors = indoors;
    }

    /** Returns the behavior's label, or {@code Charging}. */
    String label() {
        return label;
    }

    /** Returns the activity level that a collar measures. */
    int activity() {
        return activity;
    }

    /** Returns whether the pet is at home, under a roof. */
    boolean indoors() {
        return indoors;
    }

    /** Returns whether the collar measures at its slow cadence. */
    boolean still() {
        return this == SLEEP || this == NAP || this == WAKE || this == REST || this == ALERT;
    }
}
