package io.petty.access;

/** An invalid token, key or code. The reason is for the log, not for the client. */
public final class InvalidCredentialException extends Exception {
    private static final long serialVersionUID = 1;

    /** The reason for the refusal. */
    public enum Reason {
        /** It is malformed, or lacks a required part. */
        MALFORMED,
        /** It isn't signed with RS256. */
        ALGORITHM,
        SIGNATURE,
        UNKNOWN_SIGNING_KEY,
        EXPIRED,
        NOT_YET_VALID,
        /** It was revoked or already used, or was never issued. */
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
