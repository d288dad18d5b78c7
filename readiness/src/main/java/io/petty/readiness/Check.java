package io.petty.readiness;

/**
 * A condition that must hold in production, and how to check it.
 *
 * @param id a group and a name in lower case, such as {@code tokens.forged}; stable across versions
 * @param title what must hold, as a sentence without a full stop
 * @param does how it is checked
 * @param remedy what to do if it doesn't hold
 */
public record Check(String id, String title, String does, String remedy, Examination examination) {
    public Check {
        if (!id.matches("[a-z]+\\.[a-z-]+")) {
            throw new IllegalArgumentException("Invalid id of a check: " + id);
        }
    }

    /** Returns the part of the id before the dot. */
    String group() {
        return id.substring(0, id.indexOf('.'));
    }

    /** Runs the check. Any exception fails it, except {@link UnmetException}, which makes it not applicable. */
    interface Examination {
        void examine(Evidence evidence) throws Exception;
    }
}
