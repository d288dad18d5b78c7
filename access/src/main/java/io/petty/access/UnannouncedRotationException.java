package io.petty.access;

/**
 * The signing key was rotated, but the database couldn't be written. Services find the new key by themselves, since they
 * read the store of secrets again after a while. The message says whether the user must do anything.
 */
public final class UnannouncedRotationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String DELAY = "petty.secrets.time-to-live and a minute";

    /** The failure isn't the cause, since the program shows the innermost message only. */
    private UnannouncedRotationException(String message, RuntimeException failure) {
        super(message);
        addSuppressed(failure);
    }

    /** The old key remains valid, and the new one is read before or when it is first used. */
    static UnannouncedRotationException withOverlap(SigningKeyRotation rotation, RuntimeException failure) {
        return new UnannouncedRotationException(
                "The signing key was rotated, but the database could not be written. No further step is needed: services read the new key %s within %s. Another rotation would only add another key"
                        .formatted(rotation.kid(), DELAY),
                failure);
    }

    /** The next rotation makes services read the keys, which then contain no old one. */
    static UnannouncedRotationException atOnce(SigningKeyRotation rotation, RuntimeException failure) {
        return new UnannouncedRotationException(
                "The signing key was replaced by %s, but the database could not be written, so services may accept tokens of the old keys for up to %s: run the same command again once the database answers"
                        .formatted(rotation.kid(), DELAY),
                failure);
    }
}
