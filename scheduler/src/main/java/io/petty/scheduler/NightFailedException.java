package io.petty.scheduler;

/** A night that didn't end well. */
public final class NightFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean worthRetry;

    /**
     * Made when the night's work is through.
     *
     * @param worthRetry whether the same may go well a little later
     */
    public NightFailedException(String message, boolean worthRetry) {
        super(message);
        this.worthRetry = worthRetry;
    }

    boolean isWorthRetry() {
        return worthRetry;
    }
}
