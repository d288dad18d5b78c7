package io.petty.cli.render;

import io.petty.timeline.Behavior;
import java.util.List;

/**
 * How drawings show a behavior. The colors are from Okabe and Ito, Color Universal Design (2008). People with any
 * common kind of color blindness can tell them apart.
 *
 * @param letter the sign of the behavior in drawings without colors; no two letters differ only by case
 * @param terminalColor one of the 256 colors of terminals
 * @param webColor as {@code #rrggbb}
 */
record BehaviorLook(char letter, int terminalColor, String webColor) {
    /** The order of behaviors in drawings: from still to lively. */
    static final List<Behavior> ORDER = List.of(
            Behavior.DEEP_SLEEP,
            Behavior.RESTING,
            Behavior.ALERT,
            Behavior.WALKING,
            Behavior.RUNNING,
            Behavior.ANXIOUS_PACING,
            Behavior.PLAYING_FETCH,
            Behavior.UNKNOWN);

    static BehaviorLook of(Behavior behavior) {
        return switch (behavior) {
            case DEEP_SLEEP -> new BehaviorLook('S', 25, "#0072b2");
            case RESTING -> new BehaviorLook('R', 74, "#56b4e9");
            case ALERT -> new BehaviorLook('A', 166, "#d55e00");
            case WALKING -> new BehaviorLook('W', 36, "#009e73");
            case RUNNING -> new BehaviorLook('U', 227, "#e6d53a");
            case ANXIOUS_PACING -> new BehaviorLook('P', 175, "#cc79a7");
            case PLAYING_FETCH -> new BehaviorLook('F', 214, "#e69f00");
            case UNKNOWN -> new BehaviorLook('?', 245, "#8a8a8a");
        };
    }
}
