package io.petty.readiness;

/**
 * Something that must hold in production.
 *
 * @param id a group and a name in lower case, such as {@code tokens.forged}; the same in every version
 * @param title what must hold, as a sentence without a full stop
 * @param does how it is checked
 * @param remedy what to do if it doesn't hold
 */
public record Check(String id, String title, String does, String remedy, Examination examination) {
    public Check {
        if (!id.matches("[a-z]+\\.[a-z-]+")) {
            throw new IllegalArgumentException("No id of a check: " + id);
        }
    }

    /** Returns the part of the id before the dot. */
    String group() {
        return id.substring(0, id.indexOf('.'));
    }

    /** Does the check. Any exception fails it, except {@link UnmetException}. */
    interface Examination {
        void examine(Evidence evidence) throws Exception;
    }
}
