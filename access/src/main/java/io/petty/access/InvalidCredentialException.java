package io.petty.access;

/** A token, key or code that lets nobody in. The reason is for the log, not for who asked. */
public final class InvalidCredentialException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why it is refused. */
    public enum Reason {
        /** It doesn't look like one, or lacks what each has. */
        MALFORMED,
        /** Signed in another way than RS256, or not at all. */
        ALGORITHM,
        SIGNATURE,
        UNKNOWN_SIGNING_KEY,
        EXPIRED,
        NOT_YET_VALID,
        /** It was taken back or used up, or was never given out. */
        REVOKED,
        ISSUER,
        AUDIENCE,
        TYPE,
        UNKNOWN_API_KEY
    }

    private final Reason reason;

    InvalidCredentialException(Reason reason) {
        super("The credential is refused: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
