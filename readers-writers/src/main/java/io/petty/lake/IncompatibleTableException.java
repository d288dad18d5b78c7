package io.petty.lake;

/** A table of the lake has columns that this version can't write. The message is for the user and says what to do. */
public final class IncompatibleTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompatibleTableException(String message) {
        super(message);
    }
}
