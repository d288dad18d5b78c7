package io.petty.cli.render;

import io.petty.timeline.Behavior;

/** The escape codes of terminals (ECMA-48, section 8.3.117) that drawings need. */
public final class Ink {
    static final String RESET = "\u001b[0m";
    static final String BOLD = "\u001b[1m";
    static final String FAINT = "\u001b[2m";

    /** Clears the line from the cursor on. */
    public static final String CLEAR_LINE = "\u001b[K";

    private Ink() {}

    static String color(Behavior behavior) {
        return "\u001b[38;5;" + BehaviorLook.of(behavior).terminalColor() + "m";
    }
}
