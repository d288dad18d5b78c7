package io.petty.lake;

/**
 * Thrown if a user asks for data that the lake doesn't have, such as a day that isn't published. The message says what
 * is missing and what to do.
 */
public final class NoDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoDataException(String message) {
        super(message);
    }
}
