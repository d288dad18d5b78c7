package io.petty.readiness;

/** What a check needs isn't there, so it isn't applicable; the message says why. */
final class UnmetException extends Exception {
    private static final long serialVersionUID = 1L;

    UnmetException(String why) {
        super(why);
    }
}
