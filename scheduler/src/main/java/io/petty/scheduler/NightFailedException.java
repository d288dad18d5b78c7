package io.petty.scheduler;

/** A night that failed. */
public final class NightFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean worthRetry;

    /** @param worthRetry whether a later retry may succeed */
    public NightFailedException(String message, boolean worthRetry) {
        super(message);
        this.worthRetry = worthRetry;
    }

    boolean isWorthRetry() {
        return worthRetry;
    }
}
