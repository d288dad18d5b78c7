package io.petty.readiness;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if something that a check needs is missing. The check then isn't applicable. The message says what is missing.
 */
final class UnmetException extends Exception {
    private static final long serialVersionUID = 1L;

    UnmetException(String why) {
        super(why);
    }

    /** Returns a value that a check needs. Throws this exception if the value is null. */
    static <T> T required(@Nullable T value, String why) throws UnmetException {
        if (value == null) {
            throw new UnmetException(why);
        }
        return value;
    }
}
