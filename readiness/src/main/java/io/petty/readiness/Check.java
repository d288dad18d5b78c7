package io.petty.readiness;

/**
 * One thing that must hold.
 *
 * @param id two words of lower case, such as {@code tokens.forged}; stays the same from version to version
 * @param title what must hold, in a sentence without a full stop
 * @param does what is done to find out
 * @param remedy what to do when it doesn't hold
 */
public record Check(String id, String title, String does, String remedy, Examination examination) {
    public Check {
        if (!id.matches("[a-z]+\\.[a-z-]+")) {
            throw new IllegalArgumentException("No id of a check: " + id);
        }
    }

    /** The first word of its id. */
    String group() {
        return id.substring(0, id.indexOf('.'));
    }

    /** Finds out; what it throws counts as a failure, but for {@link UnmetException}. */
    interface Examination {
        Result examine() throws Exception;
    }
}
