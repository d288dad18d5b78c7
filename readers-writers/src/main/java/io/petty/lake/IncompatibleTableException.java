package io.petty.lake;

/**
 * The columns of a table of the lake prevent this version from writing to it. The message is for the user and says what
 * to do.
 */
public final class IncompatibleTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompatibleTableException(String message) {
        super(message);
    }
}
