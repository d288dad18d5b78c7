package io.petty.jobs.ingest;

/** Too much of a delivery day is rejected or unusable, so only its rejects are published. */
public final class RejectShareExceededException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The message names the leading reasons and files. */
    public RejectShareExceededException(String message) {
        super(message);
    }
}
